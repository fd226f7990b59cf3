import sharp from 'sharp';
import { hex } from './draw/canvas.ts';
import { cssColor, svg } from './draw/mask.ts';
import { seededRandom } from './draw/random.ts';

const WALLS = ['#e9e5dd', '#dfe0dc', '#e6dcd0', '#d8dbd6'].map(hex);
/** Centimetres from the floor to the middle of a hung picture. */
const EYE_LEVEL = 150;

/** A close-up of a part of the picture. */
export async function detailOf(picture: Buffer, seed: string): Promise<Buffer> {
  const random = seededRandom(`detail/${seed}`);
  const { width, height } = await sharp(picture).metadata();
  const [w, h] = [Math.round(width * 0.52), Math.round(height * 0.52)];
  return sharp(picture)
    .extract({
      left: Math.round((width - w) * random.between(0.25, 0.75)),
      top: Math.round((height - h) * random.between(0.3, 0.7)),
      width: w,
      height: h,
    })
    .resize({ width: 1600, height: 1600, fit: 'inside', kernel: 'lanczos3' })
    .sharpen({ sigma: 0.8 })
    .jpeg({ quality: 88 })
    .toBuffer();
}

/** The picture on the wall of a room, at its real size. @param size centimetres */
export async function installationViewOf(
  picture: Buffer,
  { size, framed, seed }: { size: { height: number; width: number }; framed: boolean; seed: string },
): Promise<Buffer> {
  const random = seededRandom(`wall/${seed}`);
  const [width, height] = [1600, 1200];
  const shown = Math.min(400, Math.max(170, Math.max(size.width, size.height * 1.15) * 2.4));
  const perCm = width / shown;
  const work = { width: Math.round(size.width * perCm), height: Math.round(size.height * perCm) };
  const left = Math.round(width * random.between(0.47, 0.53) - work.width / 2);
  const center = height * 0.44;
  const top = Math.round(center - work.height / 2);
  const floor = center + EYE_LEVEL * perCm;
  const room = svg(
    `<defs>
      <linearGradient id="wall" x1="0" y1="0" x2="1" y2="0.5"><stop offset="0" stop-color="#fff" stop-opacity="0.5"/><stop offset="1" stop-color="#3a342c" stop-opacity="0.16"/></linearGradient>
      <linearGradient id="floor" x1="0" y1="0" x2="0" y2="1"><stop offset="0" stop-color="#a98f73"/><stop offset="1" stop-color="#8a7058"/></linearGradient>
      <filter id="soft" x="-30%" y="-30%" width="160%" height="160%"><feGaussianBlur stdDeviation="${3.2 * perCm}"/></filter>
      <filter id="near" x="-30%" y="-30%" width="160%" height="160%"><feGaussianBlur stdDeviation="${0.7 * perCm}"/></filter>
    </defs>
    <rect width="${width}" height="${height}" fill="${cssColor(random.pick(WALLS))}"/>
    <rect width="${width}" height="${height}" fill="url(#wall)"/>
    ${floor < height ? floorAndBench(random.between(0.28, 0.72) * width, floor, width, height, perCm) : ''}
    <rect x="${left + 2.5 * perCm}" y="${top + 4 * perCm}" width="${work.width}" height="${work.height}" fill="#2b241c" fill-opacity="0.38" filter="url(#soft)"/>
    <rect x="${left}" y="${top + perCm}" width="${work.width}" height="${work.height}" fill="#1b1712" fill-opacity="0.55" filter="url(#near)"/>
    ${framed ? frame(left, top, work.width, work.height, perCm) : ''}`,
    width,
    height,
  );
  const hung = await sharp(picture).resize({ width: work.width, height: work.height, fit: 'fill' }).toBuffer();
  return sharp(room)
    .composite([{ input: hung, left, top }])
    .removeAlpha()
    .jpeg({ quality: 88 })
    .toBuffer();
}

function frame(left: number, top: number, width: number, height: number, perCm: number): string {
  const bar = 1.6 * perCm;
  return `<rect x="${left - bar}" y="${top - bar}" width="${width + 2 * bar}" height="${height + 2 * bar}" fill="#c7ab86"/>
    <rect x="${left - bar * 0.25}" y="${top - bar * 0.25}" width="${width + bar * 0.5}" height="${height + bar * 0.5}" fill="#6d5638"/>`;
}

function floorAndBench(x: number, floor: number, width: number, height: number, perCm: number): string {
  const boards = Array.from({ length: 14 }, (_, index) => {
    const at = (index - 3) * width * 0.13;
    return `<path d="M${width / 2 + (at - width / 2) * 0.86} ${floor}L${width / 2 + (at - width / 2) * 1.5} ${height}" stroke="#5e4a37" stroke-opacity="0.35" stroke-width="2"/>`;
  }).join('');
  const [wide, tall, seat] = [120 * perCm, 42 * perCm, 5 * perCm];
  const top = floor + 18 * perCm - tall;
  const leg = (offset: number) =>
    `<rect x="${x + offset - 2 * perCm}" y="${top + seat}" width="${4 * perCm}" height="${tall - seat}" fill="#4a3a2b"/>`;
  return `<rect y="${floor}" width="${width}" height="${height}" fill="url(#floor)"/>${boards}
    <rect y="${floor - 8 * perCm}" width="${width}" height="${8 * perCm}" fill="#f3f0ea"/>
    <rect y="${floor - 0.8 * perCm}" width="${width}" height="${0.8 * perCm}" fill="#3b3025" fill-opacity="0.35"/>
    <ellipse cx="${x}" cy="${top + tall}" rx="${wide * 0.54}" ry="${4 * perCm}" fill="#2a2018" fill-opacity="0.5" filter="url(#soft)"/>
    ${leg(-wide * 0.42)}${leg(wide * 0.42)}
    <rect x="${x - wide / 2}" y="${top}" width="${wide}" height="${seat}" rx="${perCm * 0.6}" fill="#6b543d"/>`;
}
