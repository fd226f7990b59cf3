import {
  blankCanvas,
  type Canvas,
  hex,
  light,
  mix,
  paint,
  paintWithin,
  type Rgb,
  smooth,
  stain,
} from '../draw/canvas.ts';
import { cloudField, grainField } from '../draw/noise.ts';
import { type Random, seededRandom } from '../draw/random.ts';
import { cycle, type Sheet, scaleOf } from '../draw/sheet.ts';
import { addFilmGrain } from '../draw/surface.ts';

type Palette = { zenith: Rgb; glow: Rgb; sea: Rgb; foreground: Rgb; dark: Rgb };

const PALETTES: Palette[] = [
  {
    zenith: hex('#3c4045'),
    glow: hex('#e6e4df'),
    sea: hex('#c6c6c3'),
    foreground: hex('#4a4d50'),
    dark: hex('#131415'),
  },
  {
    zenith: hex('#5e7892'),
    glow: hex('#f1d9c4'),
    sea: hex('#b9bfc6'),
    foreground: hex('#50677d'),
    dark: hex('#1a2430'),
  },
  {
    zenith: hex('#1d3247'),
    glow: hex('#b4c3c6'),
    sea: hex('#7f97a3'),
    foreground: hex('#15293a'),
    dark: hex('#0a131b'),
  },
  {
    zenith: hex('#8a8591'),
    glow: hex('#f4dcd0'),
    sea: hex('#d9cbc8'),
    foreground: hex('#857f89'),
    dark: hex('#2a262c'),
  },
];

/** The sea exposed for minutes: water like mist, clouds stretched by the wind. */
export function drawLongExposure(sheet: Sheet): Canvas {
  const random = seededRandom(sheet.seed);
  const palette = cycle(PALETTES, sheet.palette);
  const scale = scaleOf(sheet);
  const horizon = Math.round(sheet.height * random.between(0.42, 0.58));
  const glowAt = sheet.width * random.between(0.3, 0.7);
  const canvas = blankCanvas(sheet.width, sheet.height, palette.glow);
  addSky(canvas, random, palette, horizon, glowAt, scale);
  addSea(canvas, random, palette, horizon, glowAt, scale);
  cycle([addPosts, addIsland, addRocks, addPosts], sheet.form)(canvas, random, palette, horizon, scale);
  paint(canvas, (pixel, x, y) => {
    const dx = x / sheet.width - 0.5;
    const dy = y / sheet.height - 0.5;
    light(pixel, 1.03 - 0.62 * (dx * dx + dy * dy));
  });
  addFilmGrain(canvas, random, 11);
  return canvas;
}

type Motif = (canvas: Canvas, random: Random, palette: Palette, horizon: number, scale: number) => void;

function addSky(canvas: Canvas, random: Random, palette: Palette, horizon: number, glowAt: number, scale: number) {
  const clouds = cloudField();
  const [u, v] = [random.next(), random.next()];
  const vanish = canvas.width * random.between(-0.2, 1.2);
  paintWithin(canvas, 0, 0, canvas.width, horizon, (pixel, x, y) => {
    const up = (horizon - y) / horizon;
    // Clouds that drift towards the camera leave streaks that fan out from one point.
    const fan = (x - vanish) / (up * 900 * scale + 260 * scale);
    const wide = clouds(u + fan * 0.16, v + up * 0.09);
    const fine = clouds(v + fan * 0.5, u + up * 0.16);
    const streak = 0.65 * wide + 0.35 * fine;
    const sideways = (x - glowAt) / canvas.width;
    const glow = Math.exp(-up * 2.3 - sideways * sideways * 2.2);
    const tone = Math.min(1, Math.max(0, glow * 1.08 + streak * 0.52 * smooth(0, 0.3, up) + 0.06));
    const color = mix(palette.zenith, palette.glow, tone);
    pixel.r = color[0];
    pixel.g = color[1];
    pixel.b = color[2];
  });
}

function addSea(canvas: Canvas, random: Random, palette: Palette, horizon: number, glowAt: number, scale: number) {
  const clouds = cloudField();
  const [u, v] = [random.next(), random.next()];
  const depth = canvas.height - horizon;
  paintWithin(canvas, 0, horizon, canvas.width, canvas.height, (pixel, x, y) => {
    const down = (y - horizon) / depth;
    const flat = 0.05 + down * 0.95;
    const swell = clouds(u + x / (5200 * scale), v + Math.log(flat) * 0.42);
    const thread = clouds(v + x / (2400 * scale), u + Math.log(flat) * 1.5);
    const sideways = (x - glowAt) / canvas.width;
    const shine = Math.exp(-sideways * sideways * 3.2) * (1 - 0.72 * down);
    const tone = Math.min(1, Math.max(0, 0.18 + 0.75 * shine + 0.2 * swell + 0.11 * thread));
    const near = mix(palette.foreground, palette.sea, tone);
    const far = mix(near, palette.glow, Math.exp(-down * 26) * 0.4);
    const rim = 1 - 0.3 * Math.exp(-((y - horizon) / (2.4 * scale)));
    pixel.r = far[0] * rim;
    pixel.g = far[1] * rim;
    pixel.b = far[2] * rim;
  });
}

/** Old groyne posts in a row to the horizon, each with its blurred reflection. */
const addPosts: Motif = (canvas, random, palette, horizon, scale) => {
  const grain = grainField();
  const toRight = random.chance(0.5);
  const count = random.whole(9, 15);
  const startX = canvas.width * (toRight ? random.between(0.1, 0.24) : random.between(0.76, 0.9));
  const endX = canvas.width * random.between(0.45, 0.6);
  const startY = canvas.height * random.between(0.82, 0.92);
  for (let index = count - 1; index >= 0; index--) {
    const near = 1 / (1 + index * 0.42);
    const x = endX + (startX - endX) * near + random.normal() * 5 * near * scale;
    const foot = horizon + (startY - horizon) * near;
    const tall = random.between(150, 235) * near * scale;
    const half = random.between(12, 17) * near * scale + 0.7;
    const lean = random.normal() * 0.035;
    if (random.chance(0.1)) continue;
    paintWithin(canvas, x - tall, foot - tall, x + tall, foot + tall * 1.2, (pixel, px, py) => {
      const up = foot - py;
      const side = px - x - lean * Math.abs(up);
      const rough = grain(px / 500, py / 1600) * 0.13;
      if (up >= 0) {
        const top = tall * (0.96 + 0.05 * grain(px / 160, index * 0.1));
        const body = smooth(half + 0.8, half - 0.8, Math.abs(side) * (1 + rough)) * smooth(top + 1, top - 1, up);
        const fog = Math.exp(-up / (17 * near * scale + 1));
        stain(
          pixel,
          mix(palette.dark, palette.foreground, 0.25 + 0.25 * (side / half) + rough),
          body * (0.97 - 0.75 * fog),
        );
      } else {
        const spread = half * (1 - up / tall);
        const mirror = smooth(spread * 1.5, 0, Math.abs(side)) * Math.exp(up / (tall * 0.42));
        stain(pixel, palette.dark, 0.46 * mirror);
      }
    });
  }
};

/** A headland, half dissolved in haze. */
const addIsland: Motif = (canvas, random, palette, horizon, scale) => {
  const clouds = cloudField();
  const grain = grainField();
  const lane = random.next();
  const center = canvas.width * random.pick([0.3, 0.38, 0.62, 0.7]);
  const spread = canvas.width * random.between(0.13, 0.2);
  const tall = random.between(95, 150) * scale;
  paintWithin(
    canvas,
    center - spread * 1.6,
    horizon - tall * 1.6,
    center + spread * 1.6,
    horizon + tall * 1.5,
    (pixel, x, y) => {
      const offset = (x - center) / spread;
      const crest = Math.max(0, 1 - offset * offset * 0.8) ** 0.8;
      const form =
        tall * crest * (0.75 + 0.5 * clouds(x / (1500 * scale), lane)) +
        crest * grain(x / (380 * scale), lane) * 4 * scale;
      const up = horizon - y;
      if (up >= 0) {
        const rock = 0.1 * grain(x / 300, y / 300) + 0.15 * clouds(x / (300 * scale), y / (170 * scale));
        stain(
          pixel,
          mix(palette.dark, palette.foreground, 0.3 + rock),
          smooth(-1, 1, form - up) * (0.95 - 0.5 * Math.exp(-up / (15 * scale))),
        );
      } else {
        stain(
          pixel,
          palette.dark,
          0.5 * smooth(form * 1.2 + 6, form * 0.1, -up) * Math.exp(up / (tall * 0.5)) * Math.min(1, crest * 3),
        );
      }
    },
  );
};

/** Wet stones in the foreground, with mist around them. */
const addRocks: Motif = (canvas, random, palette, horizon, scale) => {
  const clouds = cloudField();
  const grain = grainField();
  const rocks = Array.from({ length: random.whole(5, 9) }, () => random.between(0.12, 0.8)).sort((a, b) => a - b);
  const middle = canvas.width * random.between(0.35, 0.65);
  for (const near of rocks) {
    const x = middle + random.normal() * canvas.width * 0.2;
    const foot = horizon + (canvas.height - horizon) * near;
    const wide = random.between(70, 190) * (0.25 + near) * scale;
    const tall = wide * random.between(0.35, 0.75);
    const lane = random.next();
    paintWithin(canvas, x - wide * 1.6, foot - tall * 1.5, x + wide * 1.6, foot + tall * 1.2, (pixel, px, py) => {
      const offset = (px - x) / wide;
      const dome = Math.max(0, 1 - offset * offset) ** 0.6;
      const crest = tall * dome * (0.85 + 0.4 * clouds(lane + px / (900 * scale), lane));
      const up = foot - py;
      if (up >= -tall * 0.06) {
        const facet = clouds(lane + px / (260 * scale), py / (190 * scale)) + 0.4 * grain(px / 260, py / 260);
        const lit = smooth(0.55, 1, up / (crest + 1)) * 0.5;
        const body = smooth(-1.2, 1.2, crest - up) * smooth(0, 0.25, dome) * smooth(-tall * 0.06, tall * 0.2, up);
        stain(pixel, mix(palette.dark, palette.foreground, Math.max(0, lit + 0.28 * facet)), body * 0.96);
      } else {
        stain(pixel, palette.dark, 0.42 * dome * Math.exp(up / (tall * 0.45)));
      }
    });
  }
};
