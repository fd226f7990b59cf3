import { blankCanvas, type Canvas, hex, mix, paint, type Rgb, smooth } from '../draw/canvas.ts';
import { layDab } from '../draw/dab.ts';
import { cloudField } from '../draw/noise.ts';
import { type Random, seededRandom } from '../draw/random.ts';
import { cycle, type Sheet, scaleOf } from '../draw/sheet.ts';
import { addLinen } from '../draw/surface.ts';

type Palette = { wall: Rgb; table: Rgb; shadow: Rgb; clay: Rgb[] };
/** `outline`: half widths from top to foot, as shares of the widest. `mouth`: whether the opening is visible. */
type Profile = { outline: number[]; aspect: number; mouth: boolean };
type Vessel = { x: number; foot: number; tall: number; wide: number; color: Rgb; profile: Profile; bands: boolean };

const PALETTES: Palette[] = [
  {
    wall: hex('#c9bfae'),
    table: hex('#b39a80'),
    shadow: hex('#5d4f45'),
    clay: ['#ece6d8', '#8fa0a3', '#c27b55', '#e0c9a0', '#6d7c6b', '#d8a79a'].map(hex),
  },
  {
    wall: hex('#9fa9a6'),
    table: hex('#d5cbbb'),
    shadow: hex('#48504f'),
    clay: ['#f0ead9', '#3f5563', '#d29b4c', '#b9694e', '#d9d2c3', '#7f8f8f'].map(hex),
  },
  {
    wall: hex('#d9c4b3'),
    table: hex('#8d7768'),
    shadow: hex('#54403a'),
    clay: ['#f1e4d2', '#a2543f', '#d8b36d', '#6b7a86', '#e5cdbf', '#4d5a52'].map(hex),
  },
  {
    wall: hex('#6f7468'),
    table: hex('#a7977f'),
    shadow: hex('#2e302b'),
    clay: ['#e6dcc4', '#b98a52', '#93a19b', '#c9b8a0', '#823f33', '#eee8dc'].map(hex),
  },
];

const PROFILES: Profile[] = [
  { outline: [0.26, 0.22, 0.2, 0.22, 0.5, 0.92, 1, 1, 0.98, 0.94, 0.9], aspect: 0.4, mouth: true },
  { outline: [0.3, 0.24, 0.22, 0.22, 0.24, 0.4, 0.72, 0.95, 1, 0.92, 0.66], aspect: 0.44, mouth: true },
  { outline: [1, 0.99, 0.97, 0.93, 0.87, 0.78, 0.66, 0.54, 0.45, 0.42, 0.46], aspect: 1.5, mouth: true },
  { outline: [0.86, 0.86, 0.88, 0.92, 0.97, 1, 1, 0.99, 0.96, 0.92, 0.86], aspect: 0.68, mouth: true },
  { outline: [0.52, 0.5, 0.56, 0.72, 0.9, 1, 0.99, 0.92, 0.8, 0.66, 0.56], aspect: 0.78, mouth: true },
  { outline: [0.2, 0.19, 0.19, 0.2, 0.2, 0.22, 0.3, 0.62, 0.96, 1, 0.96], aspect: 0.34, mouth: true },
];

/** Vessels on a table in the light of one window, painted wet in wet. */
export function drawStillLife(sheet: Sheet): Canvas {
  const random = seededRandom(sheet.seed);
  const palette = cycle(PALETTES, sheet.palette);
  const { width, height } = sheet;
  const scale = scaleOf(sheet);
  const edge = height * random.between(0.54, 0.62);
  const vessels = arrange(random, width, height, edge, palette.clay, sheet.form);
  const scene = sceneOf(random, palette, vessels, width, height, edge, scale);
  const canvas = blankCanvas(width, height, palette.wall);
  const things = new Uint8Array(width * height);
  paint(canvas, (pixel, x, y) => {
    const { color, thing } = scene(x, y);
    things[y * width + x] = thing;
    pixel.r = color[0];
    pixel.g = color[1];
    pixel.b = color[2];
  });
  paintOver(canvas, random, scene, things, scale, { count: 2300, length: 44, opacity: 0.7, spread: 9 });
  paintOver(canvas, random, scene, things, scale, { count: 9500, length: 18, opacity: 0.6, spread: 6 });
  addLinen(canvas, random, 0.03);
  return canvas;
}

/** Places the vessels close together, some overlapping. */
function arrange(random: Random, width: number, height: number, edge: number, clay: Rgb[], form: number): Vessel[] {
  const count = Math.min(7, Math.max(3, Math.round((width / height) * 3.2) + (form % 2)));
  const colors = random.shuffled(clay);
  const profiles = random.shuffled(PROFILES);
  const drafts = Array.from({ length: count }, (_, index) => {
    const profile = cycle(profiles, index);
    const [low, high] = profile.aspect > 1 ? [0.15, 0.2] : profile.aspect > 0.6 ? [0.25, 0.34] : [0.42, 0.52];
    const tall = height * random.between(low, high);
    return { profile, tall, wide: (tall * profile.aspect) / 2, overlap: random.between(0.78, 1.08) };
  });
  const total = drafts.reduce((sum, { wide, overlap }) => sum + wide * 2 * overlap, 0);
  const shrink = Math.min(1.12, (width * 0.74) / total);
  let left = (width - total * shrink) / 2;
  const vessels = drafts.map(({ profile, tall, wide, overlap }, index): Vessel => {
    const x = left + wide * overlap * shrink;
    left += wide * 2 * overlap * shrink;
    const foot = edge + height * (index % 2 ? random.between(0.07, 0.1) : random.between(0.13, 0.18));
    return {
      x,
      foot,
      tall: tall * shrink,
      wide: wide * shrink,
      color: cycle(colors, index),
      profile,
      bands: random.chance(0.25),
    };
  });
  return vessels.sort((a, b) => a.foot - b.foot);
}

/** The colour at a point, the direction of the brush there, and the number of the visible object. */
type Scene = (x: number, y: number) => { color: Rgb; angle: number; thing: number };

function sceneOf(
  random: Random,
  palette: Palette,
  vessels: Vessel[],
  width: number,
  height: number,
  edge: number,
  scale: number,
): Scene {
  const clouds = cloudField();
  const [u, v] = [random.next(), random.next()];
  const frontFirst = vessels.toReversed();
  return (x, y) => {
    for (const [index, vessel] of frontFirst.entries()) {
      if (Math.abs(x - vessel.x) > vessel.wide * 1.05) continue;
      const wobble = clouds(u + x / (700 * scale), v + y / (700 * scale)) * 2.6 * scale;
      const seen = vesselAt(vessel, palette.shadow, x + wobble, y - wobble);
      if (seen)
        return { color: seen.color, angle: seen.part === 0 ? Math.PI / 2 : 0, thing: 2 + index * 3 + seen.part };
    }
    const cloud = clouds(u + x / (1600 * scale), v + y / (1600 * scale));
    const line = edge + clouds(u + x / (2600 * scale), 0.5) * 5 * scale;
    if (y < line) {
      const falloff = 1.1 - 0.3 * (x / width) - 0.12 * (y / height) + 0.07 * cloud;
      return { color: mix(palette.shadow, palette.wall, falloff), angle: 0.9 + 1.4 * cloud, thing: 0 };
    }
    let dark = 0.1 * Math.exp(-(y - line) / (26 * scale));
    for (const { x: cx, foot, wide } of vessels) {
      const dy = (y - foot) / (wide * 0.42);
      if (dy * dy > 9) continue;
      const dx = (x - cx - wide * 1.15) / (wide * 2.1);
      const contact = ((x - cx) / (wide * 1.02)) ** 2 + ((y - foot) / (wide * 0.2)) ** 2;
      dark = Math.max(dark, 0.62 * Math.exp(-(dx * dx * 1.7 + dy * dy)), 0.85 * Math.exp(-contact * contact));
    }
    const front = mix(
      palette.table,
      [255, 246, 230],
      0.1 * (1 - (y - line) / (height - line)) + 0.05 * cloud + 0.06 * (1 - x / width),
    );
    return { color: mix(front, palette.shadow, dark), angle: 0.06 * cloud, thing: 1 };
  };
}

/** Parts: 0 body, 1 painted band, 2 mouth. */
function vesselAt(
  { x: cx, foot, tall, wide, color, profile, bands }: Vessel,
  shadow: Rgb,
  x: number,
  y: number,
): { color: Rgb; part: number } | null {
  const top = foot - tall;
  const lip = wide * halfWidth(profile, 0);
  const inMouth = ((x - cx) / lip) ** 2 + ((y - top) / (lip * 0.26)) ** 2;
  if (profile.mouth && inMouth < 1) {
    const inside = smooth(-lip, lip, x - cx) * 0.4 + smooth(0.5, -0.5, (y - top) / (lip * 0.26)) * 0.25;
    const lipColor = mix(color, [255, 250, 240], 0.25);
    return { color: inMouth > 0.78 ? lipColor : mix(shadow, color, 0.16 + inside), part: 2 };
  }
  const base = wide * halfWidth(profile, 1);
  const curve = Math.max(0, 1 - ((x - cx) / base) ** 2);
  if (y < top || y > foot + Math.sqrt(curve) * base * 0.2) return null;
  const down = Math.min(1, (y - top) / tall);
  const half = wide * halfWidth(profile, down);
  const turnAway = (x - cx) / half;
  if (Math.abs(turnAway) > 1) return null;
  const facing = Math.sqrt(1 - turnAway * turnAway);
  const lit = Math.max(0, 0.52 * facing - 0.62 * turnAway + 0.12);
  const bounce = 0.1 * smooth(0.75, 1, turnAway);
  const tone = Math.min(1.08, 0.3 + 0.85 * lit + bounce - 0.1 * down);
  const glint = Math.exp(-(((turnAway + 0.46) / 0.13) ** 2)) * Math.exp(-(((down - 0.4) / 0.2) ** 2)) * 0.3;
  const band = bands && Math.abs(down + 0.03 * facing - 0.64) < 0.06;
  const body = band ? mix(color, shadow, 0.5) : color;
  return { color: mix(mix(shadow, body, tone), [255, 252, 244], glint), part: band ? 1 : 0 };
}

function halfWidth({ outline }: Profile, down: number): number {
  const at = Math.min(outline.length - 1.001, Math.max(0, down * (outline.length - 1)));
  const index = Math.floor(at);
  const t = at - index;
  const p = (offset: number) => outline[Math.min(outline.length - 1, Math.max(0, index + offset))] ?? 0;
  // Catmull-Rom: a smooth curve through every point.
  const [a, b, c, d] = [p(-1), p(0), p(1), p(2)];
  return b + 0.5 * t * (c - a + t * (2 * a - 5 * b + 4 * c - d + t * (3 * (b - c) + d - a)));
}

type Pass = { count: number; length: number; opacity: number; spread: number };

function paintOver(
  canvas: Canvas,
  random: Random,
  scene: Scene,
  things: Uint8Array,
  scale: number,
  { count, length, opacity, spread }: Pass,
) {
  for (let stroke = 0; stroke < count; stroke++) {
    const x = random.next() * canvas.width;
    const y = random.next() * canvas.height;
    const { color, angle, thing } = scene(x, y);
    const shift = random.normal() * spread;
    const warm = random.normal() * spread * 0.35;
    layDab(canvas, {
      x,
      y,
      length: length * scale * random.between(0.6, 1.2),
      breadth: length * scale * random.between(0.2, 0.34),
      angle: angle + random.normal() * 0.22,
      color: [color[0] + shift + warm, color[1] + shift, color[2] + shift - warm],
      opacity,
      within: (px, py) => things[py * canvas.width + px] === thing,
    });
  }
}
