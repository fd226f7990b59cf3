'use client';

import type { ComponentProps } from 'react';
import { useFormStatus } from 'react-dom';
import { Button } from './button.tsx';

/** Disabled, with `pendingText` as its label, while its form is being submitted, or as long as `pending` says. */
export function SubmitButton({
  children,
  pendingText,
  disabled,
  pending: isPending = false,
  ...rest
}: ComponentProps<typeof Button> & { pendingText: string; pending?: boolean | undefined }) {
  const pending = useFormStatus().pending || isPending;
  return (
    <Button type="submit" {...rest} disabled={pending || disabled}>
      {pending ? pendingText : children}
    </Button>
  );
}
