import { pictureSrcSet, pictureUrl } from '#lib/domain/picture.ts';
import type { PictureView } from '#lib/domain/post-view.ts';

type Props = {
  picture: PictureView;
  /** The sizes attribute: how wide the picture stands on the page. */
  sizes: string;
  /** For what is seen first: loaded at once, before the rest. */
  eager?: boolean;
  className?: string;
};

/** A picture in the width that the screen needs, in its own proportions, over its placeholder until it has loaded. */
export function PostPicture({ picture, sizes, eager = false, className = '' }: Props) {
  const { key, width, height, widths, placeholder, alt } = picture;
  return (
    <img
      src={pictureUrl(key, widths.findLast((candidate) => candidate <= 960) ?? widths[0] ?? 0)}
      srcSet={pictureSrcSet({ key, widths })}
      sizes={sizes}
      width={width}
      height={height}
      alt={alt}
      loading={eager ? 'eager' : 'lazy'}
      fetchPriority={eager ? 'high' : 'auto'}
      decoding="async"
      className={`h-auto w-full bg-sunken bg-cover ${className}`}
      style={{ backgroundImage: `url("${placeholder}")` }}
    />
  );
}
