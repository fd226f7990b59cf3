import Link from 'next/link';
import type { AccountLink } from './account-menu.tsx';

const ID = 'account-menu';

/** A popover, which needs no script; a browser without popovers shows its links at once. */
export function PhoneMenu({ links }: { links: readonly AccountLink[] }) {
  return (
    <div className="xl:hidden">
      <button type="button" popoverTarget={ID} className="-my-3 py-3 text-sm text-quiet hover:text-ink">
        Menu
      </button>
      <ul
        id={ID}
        popover="auto"
        // Below the header, whose button was visible when it was pressed.
        className="absolute inset-auto top-16 right-4 m-0 w-[min(16rem,calc(100vw-2rem))] rounded-lg border border-line bg-raised py-1.5 text-ink shadow-lg shadow-black/5"
      >
        {links.map(({ href, text }) => (
          <li key={href} dir="auto">
            <Link
              href={href}
              prefetch={false}
              // Next's router keeps the header, and with it an open popover.
              onClick={() => document.getElementById(ID)?.hidePopover?.()}
              className="flex min-h-11 items-center px-4 -outline-offset-2 hover:bg-sunken"
            >
              {text}
            </Link>
          </li>
        ))}
      </ul>
    </div>
  );
}
