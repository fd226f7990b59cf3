import { blankCanvas, type Canvas, hex, paint, type Rgb, stain } from '../draw/canvas.ts';
import { cloudField, grainField } from '../draw/noise.ts';
import { type Random, seededRandom } from '../draw/random.ts';
import { cycle, type Sheet, scaleOf } from '../draw/sheet.ts';
import { addPaper } from '../draw/surface.ts';

type Palette = { paper: Rgb; ink: Rgb; second: Rgb };
type Point = { x: number; y: number };
/** `tone`: line spacing, 0 dense to 1 sparse. `accent`: whether the second ink is used here. */
type Motif = (x: number, y: number) => { tone: number; accent: boolean };

const PALETTES: Palette[] = [
  { paper: hex('#f4eddd'), ink: hex('#1d2a44'), second: hex('#c8452b') },
  { paper: hex('#f5f0e4'), ink: hex('#26221f'), second: hex('#26221f') },
  { paper: hex('#efe9dc'), ink: hex('#24463f'), second: hex('#c98a1f') },
  { paper: hex('#f3ebe0'), ink: hex('#5a2a2f'), second: hex('#2d5570') },
];

/** Thousands of pen lines that never cross and follow one current. */
export function drawFlowLines(sheet: Sheet): Canvas {
  const random = seededRandom(sheet.seed);
  const { paper, ink, second } = cycle(PALETTES, sheet.palette);
  const { width, height } = sheet;
  const scale = scaleOf(sheet);
  const motif = cycle([sunMotif, dunesMotif, stonesMotif], sheet.form)(random, width, height);
  const current = currentOf(random, width, height, scale);
  const margin = 90 * scale;
  const taken = new Int32Array(width * height);
  const inks = [new Float32Array(width * height), new Float32Array(width * height)] as const;
  const isFree = (x: number, y: number, line: number) => {
    if (x < margin || y < margin || x >= width - margin || y >= height - margin) return false;
    const owner = taken[Math.floor(y) * width + Math.floor(x)] ?? 0;
    return owner === 0 || owner === line;
  };
  for (let line = 1; line < 9000; line++) {
    const start = { x: random.between(margin, width - margin), y: random.between(margin, height - margin) };
    if (!isFree(start.x, start.y, line)) continue;
    const { accent } = motif(start.x, start.y);
    const stays = (x: number, y: number) => isFree(x, y, line) && motif(x, y).accent === accent;
    const points = [...follow(start, current, -1, stays).reverse(), start, ...follow(start, current, 1, stays)];
    if (points.length < 42) continue;
    for (const { x, y } of points) {
      occupy(taken, width, height, x, y, (3.6 + 8 * motif(x, y).tone) * scale, line);
    }
    drawLine(accent ? inks[1] : inks[0], width, points, random, scale);
  }
  return print(blankCanvas(width, height, paper), random, inks, [ink, second]);
}

function currentOf(random: Random, width: number, height: number, scale: number) {
  const clouds = cloudField();
  const [u, v, turnBy] = [random.next(), random.next(), random.between(0, Math.PI)];
  const reach = random.between(7600, 10500) * scale;
  const eddies = Array.from({ length: 2 }, () => ({
    x: random.between(0.1, 0.9) * width,
    y: random.between(0.1, 0.9) * height,
    size: random.between(250, 460) * scale,
    spin: random.between(0.8, 1.6) * (random.chance(0.5) ? 1 : -1),
  }));
  return (x: number, y: number) => {
    let angle = turnBy + clouds(u + x / reach, v + y / reach) * 2.6;
    for (const eddy of eddies) {
      angle += eddy.spin * Math.exp(-((x - eddy.x) ** 2 + (y - eddy.y) ** 2) / eddy.size ** 2);
    }
    return angle;
  };
}

function follow(
  start: Point,
  current: (x: number, y: number) => number,
  direction: 1 | -1,
  stays: (x: number, y: number) => boolean,
) {
  const points: Point[] = [];
  let { x, y } = start;
  for (let step = 0; step < 600; step++) {
    const angle = current(x, y);
    x += Math.cos(angle) * direction * 2;
    y += Math.sin(angle) * direction * 2;
    if (!stays(x, y)) break;
    points.push({ x, y });
  }
  return points;
}

function occupy(
  taken: Int32Array,
  width: number,
  height: number,
  cx: number,
  cy: number,
  radius: number,
  line: number,
) {
  const top = Math.max(0, Math.ceil(cy - radius));
  const bottom = Math.min(height - 1, Math.floor(cy + radius));
  for (let y = top; y <= bottom; y++) {
    const half = Math.sqrt(radius * radius - (y - cy) * (y - cy));
    const from = y * width + Math.max(0, Math.ceil(cx - half));
    const to = y * width + Math.min(width - 1, Math.floor(cx + half));
    for (let index = from; index <= to; index++) if (taken[index] === 0) taken[index] = line;
  }
}

function drawLine(ink: Float32Array, width: number, points: Point[], random: Random, scale: number) {
  const grain = grainField();
  const lane = random.next();
  const weight = random.between(1.15, 2.1) * scale;
  points.forEach(({ x, y }, index) => {
    const t = index / (points.length - 1);
    const pressure = Math.sin(Math.PI * Math.min(1, 0.06 + t * 0.94)) ** 0.45 * (0.9 + 0.35 * grain(lane, index / 900));
    const radius = Math.max(0.35, weight * pressure);
    for (let py = Math.floor(y - radius - 1); py <= y + radius + 1; py++) {
      for (let px = Math.floor(x - radius - 1); px <= x + radius + 1; px++) {
        const share = Math.min(1, Math.max(0, radius + 0.5 - Math.hypot(px - x, py - y)));
        const at = py * width + px;
        if (share > (ink[at] ?? 1)) ink[at] = share;
      }
    }
  });
}

function print(
  canvas: Canvas,
  random: Random,
  inks: readonly [Float32Array, Float32Array],
  colors: readonly [Rgb, Rgb],
): Canvas {
  const grain = grainField();
  addPaper(canvas, random, 0.028);
  paint(canvas, (pixel, x, y) => {
    const at = y * canvas.width + x;
    const flow = 0.93 + 0.12 * grain(x / 350, y / 350);
    stain(pixel, colors[0], Math.min(1, (inks[0][at] ?? 0) * flow));
    stain(pixel, colors[1], Math.min(1, (inks[1][at] ?? 0) * flow));
  });
  return canvas;
}

function sunMotif(random: Random, width: number, height: number): Motif {
  const radius = Math.min(width, height) * random.between(0.2, 0.27);
  const cx = width * random.between(0.36, 0.64);
  const cy = height * random.between(0.32, 0.46);
  return (x, y) => {
    const accent = Math.hypot(x - cx, y - cy) < radius;
    return { accent, tone: accent ? 0.08 : 0.2 + 0.6 * Math.max(0, 1 - Math.abs(y - cy) / height / 0.6) };
  };
}

function dunesMotif(random: Random): Motif {
  const clouds = cloudField();
  const [u, v] = [random.next(), random.next()];
  return (x, y) => {
    const dune = clouds(u + x / 5200, v + y / 3600);
    return { accent: dune > 0.42, tone: Math.min(1, Math.max(0, 0.42 + dune * 1.1)) };
  };
}

function stonesMotif(random: Random, width: number, height: number): Motif {
  const stones = Array.from({ length: 5 }, (_, index) => ({
    x: width * random.between(0.22, 0.78),
    y: height * (0.2 + 0.15 * index),
    wide: width * random.between(0.1, 0.22),
    tall: height * random.between(0.045, 0.085),
  }));
  return (x, y) => {
    const accent = stones.some((stone) => ((x - stone.x) / stone.wide) ** 2 + ((y - stone.y) / stone.tall) ** 2 < 1);
    return { accent, tone: accent ? 0 : 0.55 };
  };
}
