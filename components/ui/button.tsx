import type { ComponentProps } from 'react';

const LOOKS = {
  primary: 'bg-ink text-paper hover:opacity-85 disabled:opacity-50 px-6 py-3',
  quiet: 'border border-field hover:border-ink disabled:opacity-50 px-5 py-2.5',
  text: 'text-quiet underline underline-offset-4 hover:text-ink disabled:opacity-50',
} as const;

export type ButtonVariant = keyof typeof LOOKS;

/** The looks of a button, also for links that act as one. */
export const buttonClass = (look: ButtonVariant = 'primary') =>
  `inline-flex items-center justify-center gap-2 rounded-full text-sm font-medium transition ${look === 'text' ? 'rounded-none font-normal' : ''} ${LOOKS[look]}`;

export function Button({
  look = 'primary',
  className = '',
  type = 'button',
  ...rest
}: ComponentProps<'button'> & { look?: ButtonVariant }) {
  return <button type={type} className={`${buttonClass(look)} ${className}`} {...rest} />;
}
