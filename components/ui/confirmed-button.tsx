import type { ComponentProps, ReactNode } from 'react';
import { SubmitButton } from './submit-button.tsx';

type Props = Omit<ComponentProps<typeof SubmitButton>, 'pendingText'> & {
  pendingText?: string;
  /** What opens it, `Delete`. */
  summary: string;
  /** What it is about, for screen readers: ` the token Studio`. */
  subject?: ReactNode;
  /** What will happen, in a sentence. */
  text: ReactNode;
};

/** Asks once before something is lost: says what will happen, with the button for it. Works without JavaScript, within a form. */
export function ConfirmedButton({ summary, subject, text, pendingText = 'One moment…', children, ...button }: Props) {
  return (
    <details className="text-sm open:basis-full">
      <summary className="w-fit text-quiet underline underline-offset-4 hover:text-ink">
        {summary}
        {subject && <span className="sr-only">{subject}</span>}
      </summary>
      <p className="mt-3 max-w-prose wrap-anywhere">{text}</p>
      <SubmitButton variant="quiet" className="mt-3" pendingText={pendingText} {...button}>
        {children}
        {subject && <span className="sr-only">{subject}</span>}
      </SubmitButton>
    </details>
  );
}
