import { Button } from '#components/ui/button.tsx';
import { FieldError } from '#components/ui/field.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { ACCEPTED_PICTURE_TYPES, ACCEPTED_PICTURES } from '#lib/domain/pictures/picture.ts';
import type { PortraitCrop } from '#lib/domain/pictures/portrait.ts';
import { ArtistPortrait } from './artist-portrait.tsx';
import { PortraitCropFields } from './portrait-crop-fields.tsx';

/** Where the forms are sent, and where the whole picture is, for its owner only. */
const PATH = '/dashboard/settings/profile/portrait';

type Props = {
  artist: { displayName: string; portrait: string | null };
  /** null without one. */
  portrait: { master: string; width: number; height: number; crop: PortraitCrop } | null;
  done: string | undefined;
  error: string | undefined;
};

/** An artist's portrait: another picture, another part of it, or none. Plain forms, which work without JavaScript. */
export function PortraitSection({ artist, portrait, done, error }: Props) {
  const form = { action: PATH, method: 'post', encType: 'multipart/form-data' } as const;
  return (
    <section aria-labelledby="portrait" className="rounded-md border border-line bg-raised p-4">
      <h2 id="portrait" className="mb-4 text-sm font-medium">
        Portrait
      </h2>
      <Notice tone="done">{done}</Notice>
      <div className="mt-4 flex flex-wrap items-center gap-6">
        <ArtistPortrait artist={artist} size="large" load="eager" />
        <div className="min-w-0 grow">
          <form {...form} className="space-y-4">
            <input
              type="file"
              name="file"
              accept={ACCEPTED_PICTURE_TYPES.join(',')}
              aria-label="Picture for your portrait"
              aria-describedby={error ? 'portrait-hint portrait-error' : 'portrait-hint'}
              aria-invalid={error ? true : undefined}
              // biome-ignore lint/a11y/noAutofocus: it has the error
              autoFocus={error !== undefined}
              className="block w-full text-sm file:mr-4 file:rounded-full file:border-0 file:bg-ink file:px-5 file:py-2 file:text-sm file:font-medium file:text-paper"
            />
            <p id="portrait-hint" className="text-sm text-quiet">
              {ACCEPTED_PICTURES}. Place and camera in the file are not kept.
            </p>
            <FieldError id="portrait-error">{error}</FieldError>
            <Button variant="quiet" type="submit" name="intent" value="upload">
              {portrait ? 'Use this picture instead' : 'Use this picture'}
            </Button>
          </form>
          {portrait && (
            <form {...form} className="mt-4">
              <Button variant="text" type="submit" name="intent" value="remove">
                Remove portrait
              </Button>
            </form>
          )}
        </div>
      </div>
      {portrait && (
        <form {...form} className="mt-6 border-t border-line pt-6">
          <input type="hidden" name="master" value={portrait.master} />
          <PortraitCropFields
            key={`${portrait.master} ${JSON.stringify(portrait.crop)}`}
            // The name makes it another URL for another picture.
            url={`${PATH}?${portrait.master.slice(0, 16)}`}
            picture={{ width: portrait.width, height: portrait.height }}
            crop={portrait.crop}
          />
        </form>
      )}
    </section>
  );
}
