'use client';

import type { ComponentProps } from 'react';
import { useFormStatus } from 'react-dom';
import { Button } from './button.tsx';

/** Disabled, with `pendingText` as its label, while its form is being submitted. */
export function SubmitButton({
  children,
  pendingText,
  disabled,
  ...rest
}: ComponentProps<typeof Button> & { pendingText: string }) {
  const { pending } = useFormStatus();
  return (
    <Button type="submit" {...rest} disabled={pending || disabled}>
      {pending ? pendingText : children}
    </Button>
  );
}
