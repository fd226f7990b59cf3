import { blankCanvas, type Canvas, cover, hex, mix, paint, paintWithin, type Rgb, smooth } from '../draw/canvas.ts';
import { cloudField } from '../draw/noise.ts';
import { type Random, seededRandom } from '../draw/random.ts';
import { cycle, type Sheet, scaleOf } from '../draw/sheet.ts';
import { addLinen } from '../draw/surface.ts';

type Palette = { ground: Rgb; fields: [Rgb, Rgb, Rgb] };
type Block = { left: number; top: number; right: number; bottom: number; color: Rgb; under: Rgb };

const PALETTES: Palette[] = [
  { ground: hex('#7c2f25'), fields: [hex('#d9572c'), hex('#e9a03b'), hex('#5a1c22')] },
  { ground: hex('#24364a'), fields: [hex('#3f6f8f'), hex('#12202f'), hex('#9db7b4')] },
  { ground: hex('#d9cdb8'), fields: [hex('#b9a78b'), hex('#e9dfcb'), hex('#c98f6b')] },
  { ground: hex('#3a2233'), fields: [hex('#8d3b54'), hex('#d98b86'), hex('#24182a')] },
  { ground: hex('#54603f'), fields: [hex('#93995b'), hex('#2c3a2d'), hex('#d6bf6a')] },
  { ground: hex('#e3a83f'), fields: [hex('#f0c964'), hex('#d9713a'), hex('#efe3c4')] },
];

/** Large fields of thin paint with soft edges, one glaze over another. */
export function drawColorField(sheet: Sheet): Canvas {
  const random = seededRandom(sheet.seed);
  const palette = cycle(PALETTES, sheet.palette);
  const scale = scaleOf(sheet);
  const canvas = blankCanvas(sheet.width, sheet.height, palette.ground);
  brushGround(canvas, random, palette.ground, scale);
  for (const block of cycle([stack, window, columns], sheet.form)(random, sheet, palette.fields)) {
    addBlock(canvas, random, block, scale);
  }
  addLinen(canvas, random, 0.05);
  return canvas;
}

type Layout = (random: Random, sheet: Sheet, fields: Palette['fields']) => Block[];

const stack: Layout = (random, { width, height }, [first, second, third]) => {
  const margin = Math.min(width, height) * 0.07;
  const gap = Math.min(width, height) * 0.03;
  const one = height * random.between(0.26, 0.4);
  const two = height * random.between(0.62, 0.8);
  const sides = { left: margin, right: width - margin };
  return [
    { ...sides, top: margin, bottom: one - gap / 2, color: first, under: second },
    { ...sides, top: one + gap / 2, bottom: two - gap / 2, color: second, under: first },
    { ...sides, top: two + gap / 2, bottom: height - margin, color: third, under: first },
  ];
};

const window: Layout = (random, { width, height }, [first, second, third]) => {
  const margin = Math.min(width, height) * 0.06;
  const sill = height * random.between(0.6, 0.7);
  return [
    { left: margin, right: width - margin, top: margin, bottom: height - margin, color: first, under: third },
    { left: width * 0.2, right: width * 0.8, top: height * 0.16, bottom: sill, color: second, under: first },
    {
      left: width * 0.2,
      right: width * 0.8,
      top: sill + margin * 0.5,
      bottom: height * 0.88,
      color: third,
      under: second,
    },
  ];
};

const columns: Layout = (random, { width, height }, [first, second, third]) => {
  const margin = Math.min(width, height) * 0.06;
  const one = width * random.between(0.3, 0.42);
  const two = one + width * random.between(0.08, 0.14);
  const rows = { top: margin, bottom: height - margin };
  return [
    { ...rows, left: margin, right: one, color: first, under: third },
    { ...rows, left: one + margin * 0.35, right: two, color: third, under: second },
    { ...rows, left: two + margin * 0.35, right: width - margin, color: second, under: first },
  ];
};

function brushGround(canvas: Canvas, random: Random, color: Rgb, scale: number) {
  const clouds = cloudField();
  const [u, v] = [random.next(), random.next()];
  const deep = mix(color, [20, 14, 14], 0.32);
  paint(canvas, (pixel, x, y) => {
    const wash = clouds(u + x / (1900 * scale), v + y / (2300 * scale));
    cover(pixel, deep, Math.max(0, Math.min(1, 0.3 + 0.55 * wash)));
  });
}

function addBlock(canvas: Canvas, random: Random, block: Block, scale: number) {
  const clouds = cloudField();
  const [u, v] = [random.next(), random.next()];
  const soft = 38 * scale;
  const pale = mix(block.color, [255, 246, 226], 0.22);
  const { left, top, right, bottom } = block;
  paintWithin(canvas, left - soft, top - soft, right + soft, bottom + soft, (pixel, x, y) => {
    const drift = clouds(u + x / (670 * scale), v + y / (810 * scale));
    const bow = clouds(v + x / (3700 * scale), u + y / (3700 * scale));
    const edge = Math.min(x - left, right - x, y - top, bottom - y) + (drift * 15 + bow * 16) * scale;
    if (edge < -soft) return;
    const inside = smooth(-soft * 0.55, soft, edge);
    const wash = clouds(v + x / (2100 * scale), u + y / (1700 * scale));
    const brush = 0.6 * clouds(u + x / (1500 * scale), v + y / (260 * scale)) + 0.3 * drift;
    cover(pixel, block.under, inside * 0.34 * smooth(-0.5, 0.7, wash));
    cover(pixel, block.color, inside * Math.min(1, Math.max(0.3, 0.82 + 0.16 * wash + 0.1 * brush)));
    cover(pixel, pale, inside * 0.3 * smooth(0.05, 1.1, brush * 0.5 + wash * 0.7));
  });
}
