import { blankCanvas, type Canvas, cover, hex, light, type Rgb } from '../draw/canvas.ts';
import { type Mask, paintAround, svgMask } from '../draw/mask.ts';
import { cloudField, grainField } from '../draw/noise.ts';
import { type Random, seededRandom } from '../draw/random.ts';
import { cycle, type Sheet, scaleOf } from '../draw/sheet.ts';
import { addPaper } from '../draw/surface.ts';

type Box = { x: number; y: number; width: number; height: number };

// Gouache colours; the first is the ground.
const PALETTES: Rgb[][] = [
  ['#f4ecdc', '#1f4fa3', '#e0452f', '#f2b632', '#1d7a5a', '#1b1d2a', '#e98aa2'],
  ['#f6efe2', '#d8432b', '#f0a43a', '#2b6f6b', '#22324f', '#e9b9a6', '#7d2440'],
  ['#efe6d2', '#14306b', '#3d84c6', '#f4f0e6', '#e8c547', '#0f1d3a', '#86b6a0'],
  ['#f5eadb', '#6a3d7d', '#e76f51', '#2a9d7f', '#f3c65f', '#2d2433', '#d95d82'],
].map((list) => list.map(hex));

/** Shapes cut from painted paper with large scissors and pinned side by side. */
export async function drawPaperCutout(sheet: Sheet): Promise<Canvas> {
  const random = seededRandom(sheet.seed);
  const { width, height } = sheet;
  const scale = scaleOf(sheet);
  const [ground, ...papers] = cycle(PALETTES, sheet.palette);
  const canvas = blankCanvas(width, height, ground ?? [245, 238, 225]);
  addPaper(canvas, random, 0.02);
  const boxes = cycle([checkerboard, ribbon, single], sheet.form)(random, width, height);
  const numbers = papers.map((_, index) => index);
  const sheets = papers.map(() => '');
  const shapes = papers.map(() => '');
  const motifs = random.shuffled([frond, pebble, frond, wave, frond, star]);
  let last = -1;
  for (const [index, box] of boxes.entries()) {
    const back = random.pick(numbers.filter((paper) => paper !== last));
    const front = random.pick(numbers.filter((paper) => paper !== back));
    last = back;
    sheets[back] += quad(random, box);
    shapes[front] += cycle(motifs, index)(random, box);
  }
  for (const layer of [sheets, shapes]) {
    for (const [index, elements] of layer.entries()) {
      if (elements === '') continue;
      glue(canvas, random, await svgMask(elements, width, height), cycle(papers, index), scale);
    }
  }
  return canvas;
}

function glue(canvas: Canvas, random: Random, mask: Mask, color: Rgb, scale: number) {
  const clouds = cloudField();
  const grain = grainField();
  const [u, v, angle] = [random.next(), random.next(), random.between(-0.7, 0.7)];
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  const offset = 4.5 * scale;
  paintAround(canvas, mask, (pixel, x, y) => {
    // Scissors follow a curve only roughly.
    const cut = clouds(u + x / (1100 * scale), v + y / (1100 * scale)) * 3.4 * scale;
    const share = mask.at(x + cut, y - cut);
    if (share < 1) {
      const shade = (mask.at(x - offset * 0.4, y - offset * 0.6) + mask.at(x - offset, y - offset * 1.4)) / 2;
      light(pixel, 1 - 0.34 * shade * (1 - share));
    }
    if (share === 0) return;
    const along = (x * cos + y * sin) / (2600 * scale);
    const across = (y * cos - x * sin) / (300 * scale);
    const brush = clouds(u + along, v + across) + 0.4 * grain(v + along * 2, u + across * 0.6);
    cover(pixel, color, share);
    light(pixel, 1 + share * 0.075 * brush);
  });
}

function checkerboard(random: Random, width: number, height: number): Box[] {
  const unit = Math.min(width, height);
  const [columns, rows] = [Math.max(2, Math.round(width / (unit / 3))), Math.max(2, Math.round(height / (unit / 3)))];
  const margin = unit * 0.05;
  const cuts = (count: number, length: number) => {
    const weights = Array.from({ length: count }, () => random.between(0.75, 1.35));
    const sum = weights.reduce((total, weight) => total + weight, 0);
    return weights.map((weight) => (weight / sum) * (length - 2 * margin));
  };
  const boxes: Box[] = [];
  let y = margin;
  for (const tall of cuts(rows, height)) {
    let x = margin;
    for (const wide of cuts(columns, width)) {
      boxes.push({ x, y, width: wide, height: tall });
      x += wide;
    }
    y += tall;
  }
  return boxes;
}

function ribbon(random: Random, width: number, height: number): Box[] {
  const along = width >= height;
  const count = 4;
  const size = (along ? width : height) / (count + 0.6);
  return Array.from({ length: count }, (_, index) => {
    const start = size * (0.3 + index);
    const inset = (along ? height : width) * random.between(0.07, 0.15);
    const rest = (along ? height : width) - inset * 1.6;
    return along
      ? { x: start, y: inset, width: size * 0.96, height: rest }
      : { x: inset, y: start, width: rest, height: size * 0.96 };
  });
}

function single(random: Random, width: number, height: number): Box[] {
  const split = random.between(0.52, 0.62);
  const [x, y, w, h] = [width * 0.07, height * 0.07, width * 0.86, height * 0.86];
  return width > height
    ? [
        { x, y, width: w * split, height: h },
        { x: x + w * split, y, width: w * (1 - split), height: h * 0.5 },
        { x: x + w * split, y: y + h * 0.5, width: w * (1 - split), height: h * 0.5 },
      ]
    : [
        { x, y, width: w, height: h * split },
        { x, y: y + h * split, width: w * 0.5, height: h * (1 - split) },
        { x: x + w * 0.5, y: y + h * split, width: w * 0.5, height: h * (1 - split) },
      ];
}

function quad(random: Random, { x, y, width, height }: Box): string {
  const off = () => random.normal() * Math.min(width, height) * 0.014;
  return `<path d="M${x + off()} ${y + off()}L${x + width + off()} ${y + off()}L${x + width + off()} ${y + height + off()}L${x + off()} ${y + height + off()}Z"/>`;
}

/** An alga with lobes on both sides of a bent stem. */
function frond(random: Random, box: Box): string {
  const long = Math.max(box.width, box.height) * 0.8;
  const wide = Math.min(box.width, box.height) * 0.8;
  const lobes = Math.min(9, Math.max(4, Math.round((long / wide) * 5)));
  const thick = (long / lobes) * 0.44;
  const bend = random.normal() * wide * 0.12;
  const parts: string[] = [];
  const stem = (t: number) => ({ x: (t - 0.5) * long, y: Math.sin(t * Math.PI) * bend });
  for (let index = 0; index <= lobes; index++) {
    const t = 0.06 + (index / lobes) * 0.86;
    const root = stem(t);
    const reach =
      wide * 0.5 * (0.5 + 0.5 * Math.sin(Math.PI * (0.14 + t * 0.8))) * random.between(0.82, 1.06) - thick * 0.4;
    for (const side of [-1, 1]) {
      const lean = long * 0.09 * random.between(0.5, 1.3);
      const tip = { x: root.x + lean, y: root.y + side * reach };
      parts.push(
        `<path d="M${root.x - lean * 0.4} ${root.y}Q${root.x + lean * 0.1} ${root.y + side * reach * 0.6} ${tip.x} ${tip.y}" stroke-width="${thick * random.between(0.85, 1.12)}"/>`,
      );
    }
  }
  const [a, b, c] = [stem(0), stem(0.5), stem(1)];
  parts.push(`<path d="M${a.x} ${a.y}Q${b.x} ${b.y * 1.9} ${c.x} ${c.y}" stroke-width="${thick * 0.9}"/>`);
  const angle = (box.width > box.height ? 0 : -90) + random.normal() * 9;
  return `<g fill="none" stroke="#fff" stroke-linecap="round" transform="translate(${box.x + box.width / 2} ${box.y + box.height / 2}) rotate(${angle})">${parts.join('')}</g>`;
}

function closed(points: { x: number; y: number }[], box: Box): string {
  const middle = (a: { x: number; y: number }, b: { x: number; y: number }) => `${(a.x + b.x) / 2} ${(a.y + b.y) / 2}`;
  const [first, second] = [cycle(points, 0), cycle(points, 1)];
  const curves = points.map(
    (_, index) =>
      `Q${cycle(points, index + 1).x} ${cycle(points, index + 1).y} ${middle(cycle(points, index + 1), cycle(points, index + 2))}`,
  );
  return `<path transform="translate(${box.x + box.width / 2} ${box.y + box.height / 2})" d="M${middle(first, second)}${curves.join('')}Z"/>`;
}

function pebble(random: Random, box: Box): string {
  const points = Array.from({ length: 9 }, (_, index) => {
    const reach = random.between(0.26, 0.44);
    const angle = (index / 9) * Math.PI * 2;
    return { x: Math.cos(angle) * reach * box.width, y: Math.sin(angle) * reach * box.height };
  });
  return closed(points, box);
}

function star(random: Random, box: Box): string {
  const rays = random.whole(5, 8);
  const start = random.between(0, 1);
  const points = Array.from({ length: rays * 2 }, (_, index) => {
    const reach = index % 2 ? 0.15 : random.between(0.46, 0.6);
    const angle = start + (index / (rays * 2)) * Math.PI * 2;
    return { x: Math.cos(angle) * reach * box.width, y: Math.sin(angle) * reach * box.height };
  });
  return closed(points, box);
}

/** Wavy bands across the box. */
function wave(random: Random, { x, y, width, height }: Box): string {
  const rows = Math.max(2, Math.min(7, Math.round((height / width) * 3)));
  const gap = (height * 0.84) / rows;
  const step = width * 0.2;
  const lift = Math.min(gap * 0.5, step * random.between(0.6, 0.9));
  return Array.from({ length: rows }, (_, row) => {
    const at = y + height * 0.08 + gap * (row + 0.5);
    return `<path fill="none" stroke="#fff" stroke-linecap="round" stroke-width="${Math.min(gap * 0.34, step * 0.5)}" d="M${x + width * 0.12} ${at}q${step * 0.5} ${-lift} ${step} 0t${step} 0t${step} 0t${step * 0.8} 0"/>`;
  }).join('');
}
