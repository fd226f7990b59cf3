import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { readRecord } from '#lib/media/picture-record.ts';
import type { PictureStorage } from '#lib/media/picture-storage.ts';
import type { StoredPicture } from '#lib/media/store-picture.ts';
import { toJpeg } from '../../demo/draw/canvas.ts';
import type { Style } from '../../demo/draw/sheet.ts';
import { FORMATS } from '../../demo/gallery-types.ts';
import { inParallel } from '../../demo/in-parallel.ts';
import { drawColorField } from '../../demo/styles/color-field.ts';
import { drawFlowLines } from '../../demo/styles/flow-lines.ts';
import { drawInkMountains } from '../../demo/styles/ink-mountains.ts';
import { drawLongExposure } from '../../demo/styles/long-exposure.ts';
import { drawPaperCutout } from '../../demo/styles/paper-cutout.ts';
import { drawRisoPrint } from '../../demo/styles/riso-print.ts';
import { drawStillLife } from '../../demo/styles/still-life.ts';
import { drawWoven } from '../../demo/styles/woven.ts';
import type { PoolPicture } from './pick-picture.ts';

const STYLES: { draw: Style; alt: string }[] = [
  { draw: drawInkMountains, alt: 'Mountain ridges in washes of ink' },
  { draw: drawColorField, alt: 'An abstract painting of soft-edged fields of colour' },
  { draw: drawLongExposure, alt: 'A photograph of a still sea under streaked clouds' },
  { draw: drawStillLife, alt: 'A painted still life of bottles and jars' },
  { draw: drawFlowLines, alt: 'A drawing of flowing pen lines' },
  { draw: drawPaperCutout, alt: 'A collage of cut and painted paper' },
  { draw: drawWoven, alt: 'A woven textile with a geometric design' },
  { draw: drawRisoPrint, alt: 'A print in three overlapping inks' },
];

const CONCURRENCY = 3;

/**
 * The 56 pictures used for a catalogue's works: every style in every format. Drawn once and recorded in
 * `<dataDir>/picture-pool.json`; drawn again if the storage has lost one of them or has no colours for it.
 */
export async function picturePool(options: {
  store: (bytes: Buffer) => Promise<StoredPicture>;
  storage: PictureStorage;
  dataDir: string;
  onProgress: (done: number, total: number) => void;
}): Promise<PoolPicture[]> {
  const poolFile = path.join(options.dataDir, 'picture-pool.json');
  const known = await withStoredRecords(await readPoolFile(poolFile), options.storage);
  if (known.length > 0 && known.every(({ colours }) => colours.length > 0)) return known;
  const sheets = Object.entries(FORMATS).flatMap(([format, [width, height]], row) =>
    STYLES.map(({ draw, alt }, column) => ({
      draw,
      alt,
      sheet: { seed: `pool/${format}/${column}`, width, height, palette: row + column, form: row },
    })),
  );
  let done = 0;
  const pool = await inParallel(sheets, CONCURRENCY, async ({ draw, alt, sheet }) => {
    const stored = await options.store(await toJpeg(await draw(sheet)));
    options.onProgress(++done, sheets.length);
    return { ...stored, alt };
  });
  await mkdir(options.dataDir, { recursive: true });
  await writeFile(poolFile, JSON.stringify(pool));
  return pool;
}

async function readPoolFile(file: string): Promise<PoolPicture[]> {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as PoolPicture[];
  } catch {
    // Missing, or incomplete after a crash: the pool is drawn again.
    return [];
  }
}

/** The pictures with their current records, including files that the worker added; empty if one is missing. */
async function withStoredRecords(pool: PoolPicture[], storage: PictureStorage): Promise<PoolPicture[]> {
  const records = await Promise.all(pool.map(({ key }) => readRecord(storage, key)));
  const pictures = pool.flatMap(({ alt }, index) => {
    const record = records[index];
    return record ? [{ ...record, alt }] : [];
  });
  return pictures.length === pool.length ? pictures : [];
}
