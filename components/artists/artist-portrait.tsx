import { pictureUrl } from '#lib/domain/pictures/picture.ts';
import { initialsOf, type PortraitWidth } from '#lib/domain/pictures/portrait.ts';

/** Pixels of the file, sharp on dense screens, and how wide it is shown. */
const SIZES = {
  small: { width: 96, className: 'size-6 text-xs tracking-tight' },
  medium: { width: 192, className: 'size-12 text-sm' },
  large: { width: 384, className: 'size-24 text-2xl sm:size-40 sm:text-4xl' },
} as const satisfies Record<string, { width: PortraitWidth; className: string }>;

type Props = {
  /** `portrait` is its key. */
  artist: { displayName: string; portrait: string | null };
  size: keyof typeof SIZES;
  load?: 'eager' | 'lazy';
};

/** An artist's portrait, or the initials of their name, beside the name itself: so it says nothing to screen readers. */
export function ArtistPortrait({ artist: { displayName, portrait }, size, load = 'lazy' }: Props) {
  const { width, className } = SIZES[size];
  const shape = `${className} shrink-0 rounded-full bg-sunken`;
  if (portrait)
    return (
      <img src={pictureUrl(portrait, width)} alt="" width={width} height={width} loading={load} className={shape} />
    );
  return (
    <span
      aria-hidden
      dir="auto"
      className={`${shape} inline-flex items-center justify-center border border-line text-quiet`}
    >
      {initialsOf(displayName)}
    </span>
  );
}
