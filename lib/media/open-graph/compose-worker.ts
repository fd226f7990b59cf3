// The child process that lib/media/open-graph/compose-picture.ts starts for one picture: what libvips needs of memory ends
// with it.
import { flushCompileCache } from 'node:module';
import os from 'node:os';
import { fileURLToPath } from 'node:url';
import sharp, { type OverlayOptions } from 'sharp';
import { drawableText, OPEN_GRAPH_SIZE } from '#lib/domain/open-graph.ts';

export type ComposeRequest = {
  title: string;
  line: string;
  shop: string;
  layout: 'one' | 'row';
  portrait: Uint8Array | null;
  pictures: Uint8Array[];
};

type Box = { left: number; top: number; width: number; height: number };
type Placed = OverlayOptions & { height: number };

/** As the light theme in app/globals.css. */
const COLOR = { paper: '#faf9f7', sunken: '#f0eeea', ink: '#1b1a18', quiet: '#66625b' };
const FONT = fileURLToPath(import.meta.resolve('@expo-google-fonts/newsreader/400Regular/Newsreader_400Regular.ttf'));
const MARGIN = 60;
const GAP = 24;
const PORTRAIT = 132;
const JPEG_QUALITY = 82;
/** What is still too long in the smallest letters is cut by this share of it. */
const CUT = 0.85;

process.once('message', (request: ComposeRequest) => void respond(request));
process.once('disconnect', () => process.exit());
sharp.cache(false);
sharp.concurrency(1);

async function respond(request: ComposeRequest): Promise<void> {
  os.setPriority(os.constants.priority.PRIORITY_BELOW_NORMAL);
  // Node writes it when a process exits, and this one is killed.
  flushCompileCache();
  const bytes = await compose(request);
  process.send?.(new Uint8Array(bytes));
}

async function compose({ layout, pictures: found, portrait: face, ...rest }: ComposeRequest): Promise<Buffer> {
  const texts = { ...rest, portrait: face && (await isReadable(face)) ? face : null };
  const pictures: Uint8Array[] = [];
  for (const picture of found) if (await isReadable(picture)) pictures.push(picture);
  const layers = layout === 'one' ? await oneLayers(pictures[0], texts) : await rowLayers(pictures, texts);
  return sharp({ create: { ...OPEN_GRAPH_SIZE, channels: 3, background: COLOR.paper } })
    .composite(layers)
    .jpeg({ quality: JPEG_QUALITY, mozjpeg: true })
    .toBuffer();
}

/** Whether all of a picture can be decoded. A damaged file is left out, as one that is gone. */
const isReadable = (picture: Uint8Array): Promise<boolean> =>
  sharp(picture)
    .stats()
    .then(
      () => true,
      () => false,
    );

type Texts = Pick<ComposeRequest, 'title' | 'line' | 'shop' | 'portrait'>;

/** The whole picture at the left, the texts at the right; only the picture where no text can be drawn. */
async function oneLayers(picture: Uint8Array | undefined, { title, line, shop }: Texts): Promise<OverlayOptions[]> {
  const { width, height } = OPEN_GRAPH_SIZE;
  const hasTexts = drawableText(title) !== '';
  const half = picture ? (hasTexts ? 720 : width) : 0;
  const ground = half > 0 && sharp({ create: { width: half, height, channels: 3, background: COLOR.sunken } });
  const layers: OverlayOptions[] = ground ? [{ input: await ground.png().toBuffer(), left: 0, top: 0 }] : [];
  if (picture) layers.push(await contained(picture, { left: 40, top: 40, width: half - 80, height: height - 80 }));
  if (!hasTexts) return layers;
  const column = { left: half + MARGIN, width: width - half - 2 * MARGIN };
  const name = await textLayer(shop, { ...column, top: 0, height: 36 }, [28], COLOR.quiet);
  if (name) layers.push({ ...name, top: height - MARGIN - name.height });
  const heading = await textLayer(title, { ...column, top: MARGIN, height: 330 }, [64, 54, 44, 36], COLOR.ink);
  if (heading) layers.push(heading);
  const top = MARGIN + (heading?.height ?? 0) + GAP;
  const below = await textLayer(line, { ...column, top, height: 90 }, [34, 28], COLOR.quiet);
  if (below) layers.push(below);
  return layers;
}

/** The texts above a row of pictures, or in the middle without any. */
async function rowLayers(pictures: Uint8Array[], { title, line, shop, portrait }: Texts): Promise<OverlayOptions[]> {
  const { width, height } = OPEN_GRAPH_SIZE;
  const layers: OverlayOptions[] = [];
  const first = pictures.length > 0 ? MARGIN : 190;
  const left = portrait ? MARGIN + PORTRAIT + GAP : MARGIN;
  if (portrait) layers.push({ input: await round(portrait), left: MARGIN, top: first });
  const column = { left, width: width - left - MARGIN };
  const heading = await textLayer(title, { ...column, top: first, height: 100 }, [72, 60, 48, 38], COLOR.ink);
  if (heading) layers.push(heading);
  const top = first + (heading?.height ?? 0) + 20;
  const below = await textLayer(
    line,
    { ...column, top, height: pictures.length > 0 ? 50 : 110 },
    [32, 28],
    COLOR.quiet,
  );
  if (below) layers.push(below);
  const name = await textLayer(
    shop,
    { left: MARGIN, top: 0, width: width - 2 * MARGIN, height: 34 },
    [26],
    COLOR.quiet,
  );
  if (name) layers.push({ ...name, top: height - 28 - name.height });
  const row = { top: 234, height: shop && name ? 312 : 336 };
  const each = Math.floor((width - 2 * MARGIN - GAP * (pictures.length - 1)) / pictures.length);
  for (const [index, picture] of pictures.entries()) {
    const input = await sharp(picture)
      .resize(each, row.height, { fit: 'cover', position: 'attention' })
      .png()
      .toBuffer();
    layers.push({ input, left: MARGIN + index * (each + GAP), top: row.top });
  }
  return layers;
}

/** A picture as large as it may be in a box, in its middle. */
async function contained(picture: Uint8Array, { left, top, width, height }: Box): Promise<OverlayOptions> {
  const { data, info } = await sharp(picture)
    .resize(width, height, { fit: 'inside' })
    .png()
    .toBuffer({ resolveWithObject: true });
  return {
    input: data,
    left: left + Math.round((width - info.width) / 2),
    top: top + Math.round((height - info.height) / 2),
  };
}

async function round(portrait: Uint8Array): Promise<Buffer> {
  const half = PORTRAIT / 2;
  const mask = `<svg width="${PORTRAIT}" height="${PORTRAIT}"><circle cx="${half}" cy="${half}" r="${half}"/></svg>`;
  const masked = sharp(portrait)
    .resize(PORTRAIT, PORTRAIT)
    .composite([{ input: Buffer.from(mask), blend: 'dest-in' }]);
  return masked.png().toBuffer();
}

/** A text in the largest of these letters, in pixels, that fits into the box; cut off if none does. Null without a text. */
async function textLayer(text: string, box: Box, sizes: readonly number[], color: string): Promise<Placed | null> {
  let rest = drawableText(text);
  if (rest === '') return null;
  for (const size of sizes) {
    const drawn = await drawText(rest, size, box.width, color);
    if (fits(drawn.info, box)) return placed(drawn, box);
  }
  for (;;) {
    rest = rest.slice(0, Math.floor(rest.length * CUT)).trimEnd();
    const drawn = await drawText(`${rest}…`, sizes.at(-1) ?? 24, box.width, color);
    if (fits(drawn.info, box) || rest.length < 2) return placed(drawn, box);
  }
}

const fits = (drawn: { width: number; height: number }, box: Box) =>
  drawn.height <= box.height && drawn.width <= box.width;

const placed = ({ data, info }: Awaited<ReturnType<typeof drawText>>, { left, top }: Box): Placed => ({
  input: data,
  left,
  top,
  height: info.height,
});

function drawText(text: string, size: number, width: number, color: string) {
  const escaped = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  const markup = `<span foreground="${color}">${escaped}</span>`;
  // At 72 dots per inch a point is a pixel.
  return sharp({ text: { text: markup, font: `Newsreader ${size}`, fontfile: FONT, width, dpi: 72, rgba: true } })
    .png()
    .toBuffer({ resolveWithObject: true });
}
