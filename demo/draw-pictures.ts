import { toJpeg } from './draw/canvas.ts';
import { type DemoArtist, type DemoWork, FORMATS } from './gallery-types.ts';
import { detailOf, installationViewOf } from './picture-views.ts';

export type DrawnPicture = { bytes: Buffer; alt: string };

/** The work's picture and its other views, as JPEG files. The same work always produces the same bytes. */
export async function drawPictures(artist: DemoArtist, work: DemoWork): Promise<DrawnPicture[]> {
  const [width, height] = FORMATS[work.format];
  const seed = `${artist.username}/${work.title}`;
  const { palette, form } = work;
  const bytes = await toJpeg(await artist.style({ seed, width, height, palette, form }));
  const pictures = [{ bytes, alt: work.alt }];
  for (const view of work.views ?? []) {
    pictures.push(
      view === 'detail'
        ? { bytes: await detailOf(bytes, seed), alt: `Detail of “${work.title}”, near enough to see its surface.` }
        : {
            bytes: await installationViewOf(bytes, { size: sizeOf(work.dimensions), framed: artist.framed, seed }),
            alt: `“${work.title}” hanging on the wall of a light room.`,
          },
    );
  }
  return pictures;
}

/** @param dimensions such as "60 × 80 cm": height, then width */
function sizeOf(dimensions: string): { height: number; width: number } {
  const [height, width] = dimensions.match(/\d+/g)?.map(Number) ?? [];
  if (!height || !width) throw new RangeError(`dimensions without two numbers: ${dimensions}`);
  return { height, width };
}
