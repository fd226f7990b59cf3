import { pictureSrcSet, pictureUrl } from '#lib/domain/pictures/picture.ts';
import { placeholderStyle } from '#lib/domain/pictures/placeholder.ts';
import type { PictureDto } from '#lib/domain/posts/post-dto.ts';

type Props = {
  picture: PictureDto;
  /** The sizes attribute: how wide the picture stands on the page, never less. */
  sizes: string;
  /** No file wider than the first one of this width is offered; pixels. */
  upTo?: number;
  /** Seen without scrolling: loaded at once, and with `first` before all others. */
  load?: 'first' | 'eager' | 'lazy';
  className?: string;
};

/**
 * A picture in the width and format that the screen and the browser want, in its own proportions, over its colours
 * until it has loaded.
 */
export function PostPicture({ picture, sizes, upTo = 1920, load = 'lazy', className = '' }: Props) {
  const { key, width, height, widths, avif, placeholder, alt } = picture;
  const colours = placeholderStyle(placeholder);
  const image = (
    <img
      src={pictureUrl(key, widths.findLast((candidate) => candidate <= 960) ?? widths[0] ?? 0)}
      srcSet={pictureSrcSet({ key, widths }, 'webp', upTo)}
      sizes={sizes}
      width={width}
      height={height}
      alt={alt}
      loading={load === 'lazy' ? 'lazy' : 'eager'}
      fetchPriority={load === 'first' ? 'high' : 'auto'}
      decoding="async"
      className={`h-auto w-full bg-sunken ${colours ? 'picture-colours' : ''} ${className}`}
      style={colours ?? undefined}
    />
  );
  if (!avif) return image;
  return (
    <picture className="contents">
      <source type="image/avif" srcSet={pictureSrcSet({ key, widths }, 'avif', upTo)} sizes={sizes} />
      {image}
    </picture>
  );
}
