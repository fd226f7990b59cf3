import { pictureSrcSet, pictureUrl } from '#lib/domain/pictures/picture.ts';
import { placeholderStyle } from '#lib/domain/pictures/placeholder.ts';
import type { PictureDto } from '#lib/domain/posts/post-dto.ts';

type Props = {
  picture: PictureDto;
  /** The `sizes` attribute: at least the width at which the picture is displayed. */
  sizes: string;
  /** The largest width that the `srcset` offers is the first one of at least this many pixels. */
  upTo?: number;
  /** `eager` for pictures that are visible without scrolling; `first` loads before all others. */
  load?: 'first' | 'eager' | 'lazy';
  className?: string;
};

/** A picture in the browser's preferred width and format. Its placeholder colours are shown until it has loaded. */
export function PostPicture({ picture, sizes, upTo = 1920, load = 'lazy', className = '' }: Props) {
  const { key, width, height, widths, avif, placeholder, alt } = picture;
  const placeholderColors = placeholderStyle(placeholder);
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
      className={`h-auto w-full bg-sunken ${placeholderColors ? 'picture-placeholder' : ''} ${className}`}
      style={placeholderColors ?? undefined}
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
