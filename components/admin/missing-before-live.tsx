import Link from 'next/link';
import type { Missing } from '#lib/domain/settings/readiness.ts';

/** What a host still has to do before the shop can sell, each with a link to where it is done. */
export function MissingBeforeLive({ missing }: { missing: readonly Missing[] }) {
  if (missing.length === 0) return null;
  return (
    <section aria-labelledby="before-live" className="mb-6 rounded-md border border-line bg-raised p-5">
      <h2 id="before-live" className="font-medium">
        Before this shop goes live
      </h2>
      <ul className="mt-3 list-disc space-y-2 pl-5 text-sm">
        {missing.map(({ text, href }) => (
          <li key={text}>
            <Link href={href} prefetch={false} className="underline underline-offset-4">
              {text}
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
}
