import { BothVersions, StoredBesideTyped } from '#components/ui/stored-beside-typed.tsx';
import { pictureUrl } from '#lib/domain/pictures/picture.ts';
import type { PictureDto } from '#lib/domain/posts/post-dto.ts';
import type { PostFormState } from '#lib/domain/posts/post-form.ts';

const LABELS = {
  title: 'Title',
  description: 'Description',
  price: 'Price',
  currency: 'Currency',
  content: 'Story',
  medium: 'Medium',
  year: 'Year',
  dimensions: 'Dimensions',
  tags: 'Tags',
} as const;

type Props = {
  state: PostFormState;
  /** The stored values by field. */
  stored: Record<string, string>;
  path: string;
  pending: boolean;
};

/** What another tab saved, beside what was typed here. */
export function StoredPost({ state: { values, pictures, storedPictures = [] }, stored, path, pending }: Props) {
  const rows = Object.entries(LABELS).map(([name, label]) => ({
    label,
    stored: stored[name] ?? '',
    typed: (values[name] ?? '').replaceAll('\r\n', '\n'),
  }));
  const areAlike = picturesText(pictures) === picturesText(storedPictures);
  return (
    <StoredBesideTyped rows={rows} path={path} save={{ name: 'intent', value: 'save' }} pending={pending}>
      {!areAlike && (
        <BothVersions
          label="Pictures"
          stored={<Thumbnails pictures={storedPictures} />}
          typed={<Thumbnails pictures={pictures} />}
        />
      )}
    </StoredBesideTyped>
  );
}

const picturesText = (pictures: PictureDto[]) => JSON.stringify(pictures.map(({ key, alt }) => [key, alt]));

function Thumbnails({ pictures }: { pictures: PictureDto[] }) {
  if (pictures.length === 0) return 'None';
  return (
    <ol className="space-y-2">
      {pictures.map(({ id, key, widths, width, height, alt }) => (
        <li key={id} className="flex items-center gap-2">
          <img
            src={pictureUrl(key, widths[0] ?? 0)}
            alt=""
            width={width}
            height={height}
            className="size-10 shrink-0 object-cover"
          />
          <span className="min-w-0 wrap-anywhere">{alt || 'No description'}</span>
        </li>
      ))}
    </ol>
  );
}
