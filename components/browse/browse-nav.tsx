import Link from 'next/link';
import type { BrowseLink, BrowseLinks } from '#lib/view/browse-links.ts';
import { COLOR_TONES } from '#lib/view/search-labels.ts';

/** The ways into the catalogue: what is new, prices, media and colours. */
export function BrowseNav({ places, media, colors }: BrowseLinks) {
  return (
    <nav aria-label="Browse" className="mb-10 space-y-3 sm:mb-14">
      <Chips links={[...places, ...media]} />
      {colors.length > 0 && (
        <ul
          aria-label="Colours"
          className="-mx-4 flex overflow-x-auto px-2 [scrollbar-width:none] sm:-mx-2 sm:flex-wrap sm:gap-1 sm:px-0"
        >
          {colors.map(({ href, text, color }) => (
            <li key={href}>
              <Link
                href={href}
                prefetch={false}
                title={text}
                aria-label={text}
                className="grid size-9 place-items-center -outline-offset-2"
              >
                <span
                  className="size-5 rounded-full border border-field forced-color-adjust-none"
                  style={{ backgroundColor: COLOR_TONES[color] }}
                />
              </Link>
            </li>
          ))}
        </ul>
      )}
    </nav>
  );
}

function Chips({ links }: { links: readonly BrowseLink[] }) {
  return (
    // One line on a phone, which is scrolled sideways, so that the first works are in view.
    <ul className="-mx-4 flex gap-2 overflow-x-auto px-4 text-sm [scrollbar-width:none] sm:mx-0 sm:flex-wrap sm:px-0">
      {links.map(({ href, text }) => (
        <li key={href} dir="auto">
          <Link
            href={href}
            prefetch={false}
            className="block rounded-full border border-line px-4 py-1.5 whitespace-nowrap -outline-offset-2 hover:border-field"
          >
            {text}
          </Link>
        </li>
      ))}
    </ul>
  );
}
