import type { ComponentProps } from 'react';

const VARIANT_CLASSES = {
  primary: 'bg-brand text-on-brand hover:opacity-85 disabled:opacity-50 px-6 py-3 forced-colors:border-2',
  quiet: 'border border-field hover:border-ink disabled:opacity-50 px-5 py-2.5',
  text: 'text-quiet underline underline-offset-4 hover:text-ink disabled:opacity-50',
} as const;

export type ButtonVariant = keyof typeof VARIANT_CLASSES;

/** The classes of a button, also for links that look like one. */
export const buttonClass = (variant: ButtonVariant = 'primary') =>
  `inline-flex items-center justify-center gap-2 rounded-full text-sm font-medium transition ${variant === 'text' ? 'rounded-none font-normal' : ''} ${VARIANT_CLASSES[variant]}`;

export function Button({
  variant = 'primary',
  className = '',
  type = 'button',
  ...rest
}: ComponentProps<'button'> & { variant?: ButtonVariant }) {
  return <button type={type} className={`${buttonClass(variant)} ${className}`} {...rest} />;
}
