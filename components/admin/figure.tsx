import Link from 'next/link';
import type { ReactNode } from 'react';

type Props = {
  name: string;
  value: string;
  /** The page with more details. */
  href?: string;
  /** True if it needs attention. */
  isAlarming?: boolean;
  children?: ReactNode;
};

/** One figure with its name, in a `dl`. `children` is a short note. */
export function Figure({ name, value, href, isAlarming = false, children }: Props) {
  const shown = <span className={isAlarming ? 'text-accent' : ''}>{value}</span>;
  return (
    <div className="border-t border-line pt-3">
      <dt className="text-sm text-quiet">{name}</dt>
      <dd className="mt-1">
        <span className="font-serif text-xl tabular-nums sm:text-2xl">
          {href ? (
            <Link href={href} prefetch={false} className="underline decoration-1 underline-offset-4">
              {shown}
            </Link>
          ) : (
            shown
          )}
        </span>
        {children && <span className="mt-0.5 block text-sm text-quiet">{children}</span>}
      </dd>
    </div>
  );
}
