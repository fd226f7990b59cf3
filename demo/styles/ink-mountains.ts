import { blankCanvas, type Canvas, hex, paintWithin, type Rgb, smooth, stain } from '../draw/canvas.ts';
import { cloudField, grainField } from '../draw/noise.ts';
import { type Random, seededRandom } from '../draw/random.ts';
import { cycle, type Sheet, scaleOf } from '../draw/sheet.ts';
import { addPaper } from '../draw/surface.ts';

type Palette = { paper: Rgb; far: Rgb; near: Rgb; sun: Rgb | null };

const PALETTES: Palette[] = [
  { paper: hex('#f1ece0'), far: hex('#8a99a3'), near: hex('#23272b'), sun: null },
  { paper: hex('#f0e9da'), far: hex('#8fa3ad'), near: hex('#1f2f3d'), sun: hex('#d4553a') },
  { paper: hex('#f3efe6'), far: hex('#9fb3a6'), near: hex('#22382f'), sun: null },
  { paper: hex('#eee4d3'), far: hex('#b79c8c'), near: hex('#3b2a2b'), sun: hex('#e3a25b') },
];

/** Ridges in washes of ink, pale in the distance and dark in front, with mist between them. */
export function drawInkMountains(sheet: Sheet): Canvas {
  const random = seededRandom(sheet.seed);
  const palette = cycle(PALETTES, sheet.palette);
  const { width, height } = sheet;
  const scale = scaleOf(sheet);
  const canvas = blankCanvas(width, height, palette.paper);
  const ridges = random.whole(5, 7);
  const horizon = random.between(0.26, 0.4);
  for (let index = 0; index < ridges; index++) {
    const depth = index / (ridges - 1);
    const ridge = ridgeLine(random, width, height, scale, horizon + (0.98 - horizon) * depth ** 1.25, depth);
    if (index === 0 && palette.sun) addSun(canvas, random, ridge, palette.sun, scale);
    addWash(canvas, random, ridge, palette, depth, scale);
    if (depth > 0.55 && depth < 1) addPines(canvas, random, ridge, palette.near, depth, scale);
  }
  addSeal(canvas, random, scale);
  addPaper(canvas, random, 0.03);
  return canvas;
}

function ridgeLine(
  random: Random,
  width: number,
  height: number,
  scale: number,
  base: number,
  depth: number,
): Float32Array {
  const clouds = cloudField();
  const grain = grainField();
  const lane = random.next();
  const start = random.next();
  const stretch = (3400 - 900 * depth) * scale;
  const rise = (0.34 - 0.2 * depth) * Math.min(height, width * 1.5);
  const peak = random.between(0.2, 0.8) * width;
  const line = new Float32Array(width);
  for (let x = 0; x < width; x++) {
    const form = 1 - Math.abs(clouds(start + x / stretch, lane)) * 1.5;
    const mass = Math.exp(-(((x - peak) / (width * 0.36)) ** 2));
    const rough =
      grain(start + x / (900 * scale), lane) * 5 * scale + grain(start + x / (260 * scale), lane) * 1.6 * scale;
    line[x] = base * height - rise * (0.62 * mass * form + 0.38 * form - 0.25) - rough * (0.4 + depth);
  }
  return line;
}

function addWash(canvas: Canvas, random: Random, ridge: Float32Array, palette: Palette, depth: number, scale: number) {
  const clouds = cloudField();
  const grain = grainField();
  const [u, v] = [random.next(), random.next()];
  const ink: Rgb = [
    palette.far[0] + (palette.near[0] - palette.far[0]) * depth,
    palette.far[1] + (palette.near[1] - palette.far[1]) * depth,
    palette.far[2] + (palette.near[2] - palette.far[2]) * depth,
  ];
  const strength = 0.42 + 0.5 * depth ** 1.4;
  const fade = (150 + 190 * (1 - depth) + 160 * random.next()) * scale;
  const top = ridge.reduce((highest, y) => Math.min(highest, y), canvas.height);
  paintWithin(canvas, 0, top - 2, canvas.width, canvas.height, (pixel, x, y) => {
    const below = y - (ridge[x] ?? 0);
    if (below < -1.5 || below > fade * 4.2) return;
    const pool = clouds(u + x / (1500 * scale), v + y / (1100 * scale));
    const mist = Math.exp(-below / (fade * (1 + 0.55 * pool)));
    const edge = below < 45 * scale ? 0.22 * Math.exp(-below / (9 * scale)) : 0;
    // Texture strokes run down the slope, so they follow the ridge and not the picture's edge.
    const slope = depth > 0.3 ? clouds(u + (x + below * 0.5) / (210 * scale), v + below / (1300 * scale)) : 0;
    const stroke = slope > 0.12 ? depth * smooth(0.12, 0.75, slope) * mist * 0.55 : 0;
    const bleed = 1 + 0.3 * pool + 0.13 * grain(u + x / 420, v + y / 420);
    const amount =
      (strength * mist * bleed + edge * strength + stroke * strength) * (below < 1.5 ? smooth(-1.5, 1.5, below) : 1);
    stain(pixel, ink, Math.min(0.96, Math.max(0, amount)));
  });
}

/** A sun low in the sky, half hidden by the first ridge. */
function addSun(canvas: Canvas, random: Random, ridge: Float32Array, color: Rgb, scale: number) {
  const clouds = cloudField();
  const radius = random.between(75, 120) * scale;
  const cx = canvas.width * random.pick([0.24, 0.32, 0.7, 0.78]);
  const cy = Math.max(radius * 1.5, (ridge[Math.round(cx)] ?? 0) - radius * random.between(0.1, 1.2));
  paintWithin(canvas, cx - radius * 1.1, cy - radius * 1.1, cx + radius * 1.1, cy + radius * 1.1, (pixel, x, y) => {
    const wobble = clouds(x / (700 * scale), y / (700 * scale)) * 2.5 * scale;
    const distance = Math.hypot(x - cx, y - cy) + wobble;
    const above = smooth(1.5, -1.5, y - (ridge[x] ?? 0));
    const rim = 1 + 0.25 * smooth(radius - 9 * scale, radius, distance);
    const wet = 0.78 + 0.16 * clouds(x / (520 * scale), 0.3 + y / (520 * scale));
    stain(pixel, color, Math.min(1, wet * rim) * above * smooth(radius + 1.2, radius - 1.2, distance));
  });
}

function addPines(canvas: Canvas, random: Random, ridge: Float32Array, ink: Rgb, depth: number, scale: number) {
  const groups = random.whole(2, 4);
  for (let group = 0; group < groups; group++) {
    const center = random.between(0.06, 0.94) * canvas.width;
    for (let tree = random.whole(5, 16); tree > 0; tree--) {
      const x = center + random.normal() * 60 * scale;
      const size = random.between(16, 44) * scale * (0.45 + 0.75 * depth);
      addPine(canvas, random, x, (ridge[Math.round(x)] ?? -99) + 4 * scale, size, ink, 0.35 + 0.5 * depth);
    }
  }
}

function addPine(canvas: Canvas, random: Random, cx: number, foot: number, size: number, ink: Rgb, strength: number) {
  const grain = grainField();
  const shift = random.next();
  const lean = random.normal() * 0.05;
  paintWithin(canvas, cx - size * 0.4, foot - size, cx + size * 0.4, foot, (pixel, x, y) => {
    const up = (foot - y) / size;
    const side = Math.abs(x - cx - lean * (foot - y)) / size;
    const tiers = 0.55 + 0.45 * Math.abs(Math.sin(up * 13 + shift * 6));
    const reach = 0.24 * (1 - up) * tiers + 0.012 + 0.05 * grain(x / 160 + shift, y / 160);
    const body = smooth(reach + 0.035, reach - 0.02, side) * (up > 0.1 ? 1 : smooth(0.06, 0.02, side));
    stain(pixel, ink, strength * body * (0.8 + 0.35 * grain(shift + x / 90, y / 90)));
  });
}

function addSeal(canvas: Canvas, random: Random, scale: number) {
  const grain = grainField();
  const size = 50 * scale;
  const left = canvas.width * (random.chance(0.5) ? 0.07 : 0.93) - size / 2;
  const top = canvas.height * 0.07;
  const bars = Array.from({ length: 5 }, () => ({
    at: random.between(0.16, 0.84),
    from: random.between(0.12, 0.4),
    to: random.between(0.55, 0.9),
  }));
  paintWithin(canvas, left - 2, top - 2, left + size + 2, top + size + 2, (pixel, x, y) => {
    const u = (x - left) / size;
    const v = (y - top) / size;
    const worn = grain(x / 260, y / 260);
    const edge = Math.min(u, v, 1 - u, 1 - v) + worn * 0.012;
    const carved = bars.some(({ at, from, to }, index) =>
      index % 2 ? Math.abs(u - at) < 0.045 && v > from && v < to : Math.abs(v - at) < 0.045 && u > from && u < to,
    );
    const ink = smooth(-0.01, 0.02, edge) * (carved && edge > 0.08 ? 0.06 : 0.88) * smooth(-0.95, -0.2, worn + 0.3);
    stain(pixel, [188, 48, 36], ink);
  });
}
