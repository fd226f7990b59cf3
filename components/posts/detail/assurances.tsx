import type { Assurance } from '#lib/view/assurances.ts';

/** Short lines beside the price. */
export function Assurances({ lines }: { lines: readonly Assurance[] }) {
  if (lines.length === 0) return null;
  return (
    <ul aria-label="Good to know" className="mt-6 space-y-1.5 text-sm text-quiet">
      {lines.map(({ key, text, href }) => (
        <li key={key}>
          {href ? (
            <a href={href} className="underline underline-offset-4 hover:text-ink">
              {text}
            </a>
          ) : (
            text
          )}
        </li>
      ))}
    </ul>
  );
}
