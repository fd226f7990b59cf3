import { blankCanvas, type Canvas, hex, mix, paint, type Rgb } from '../draw/canvas.ts';
import { grainField } from '../draw/noise.ts';
import { type Random, seededRandom } from '../draw/random.ts';
import { cycle, type Sheet, scaleOf } from '../draw/sheet.ts';

/** Colour and weave where two threads cross, counted from the upper left corner. */
type Draft = (column: number, row: number) => { color: Rgb; float: number };

const PALETTES: Rgb[][] = [
  ['#e8dfc9', '#1e1d1b', '#c7962f', '#8b8372', '#a33a24'],
  ['#e9e0d0', '#25384f', '#b4532f', '#d9b48a', '#6f7f7a'],
  ['#ddd5c2', '#40513b', '#c9a24a', '#1f2a24', '#a8715a'],
  ['#efe4d6', '#7a2e3a', '#e0a899', '#2f2a33', '#c9732f'],
].map((list) => list.map(hex));

/** A wall hanging: the design follows the grid of threads, the light each single thread. */
export function drawWoven(sheet: Sheet): Canvas {
  const random = seededRandom(sheet.seed);
  const { width, height } = sheet;
  const pitch = 8.5 * scaleOf(sheet);
  const columns = Math.ceil(width / pitch) + 2;
  const rows = Math.ceil(height / (pitch * 0.8)) + 2;
  const draft = cycle([blocks, triangles, bands], sheet.form)(random, columns, rows, cycle(PALETTES, sheet.palette));
  const canvas = blankCanvas(width, height, [30, 28, 26]);
  weave(canvas, random, draft, pitch, columns, rows);
  return canvas;
}

function weave(canvas: Canvas, random: Random, draft: Draft, pitch: number, columns: number, rows: number) {
  const grain = grainField();
  const cells = Array.from({ length: columns * rows }, (_, index) =>
    draft(index % columns, Math.floor(index / columns)),
  );
  const columnTone = Array.from({ length: columns }, () => 1 + random.normal() * 0.035);
  const rowTone = Array.from({ length: rows }, () => 1 + random.normal() * 0.05);
  const rowPitch = pitch * 0.8;
  const blank = { color: [40, 38, 35] as const, float: 1 };
  paint(canvas, (pixel, x, y) => {
    const pull = grain(x / 2600, y / 2600) * pitch * 0.28;
    const u = (x + pull) / pitch + 0.5;
    const v = (y - pull) / rowPitch + 0.5;
    const column = Math.max(0, Math.floor(u));
    const row = Math.max(0, Math.floor(v));
    const cell = cells[Math.min(rows - 1, row) * columns + Math.min(columns - 1, column)] ?? blank;
    // The weft is on top where the shaft is down; longer floats make the diagonal of the twill.
    const weft = (column + row * (cell.float > 2 ? 1 : 1)) % cell.float !== 0 || cell.float === 1;
    const across = weft ? v - row - 0.5 : u - column - 0.5;
    const along = weft ? u - column - 0.5 : v - row - 0.5;
    const round = 1 - across * across * 2.7;
    const dip = 1 - along * along * (cell.float === 1 ? 0.35 : 0.9);
    const twist = 0.07 * Math.sin((along * 2 + across * 1.3) * 7 + column * 1.7 + row * 2.3);
    const fuzz = 0.16 * grain(x / 190, y / 190) + 0.08 * grain(x / 420, y / 420);
    const tone = (weft ? (rowTone[row] ?? 1) : (columnTone[column] ?? 1) * 0.94) * round * dip * (1.06 + twist + fuzz);
    pixel.r = cell.color[0] * tone;
    pixel.g = cell.color[1] * tone;
    pixel.b = cell.color[2] * tone;
  });
}

/** Bars that change positions down the cloth. */
function blocks(random: Random, columns: number, rows: number, colors: Rgb[]): Draft {
  const across = random.whole(7, 10);
  const down = random.whole(9, 14);
  const edges = Array.from({ length: down * across }, () => random.whole(0, 99));
  const order = random.shuffled(colors);
  return (column, row) => {
    const bar = Math.min(across - 1, Math.floor((column / columns) * across));
    const band = Math.min(down - 1, Math.floor((row / rows) * down));
    const dice = edges[band * across + bar] ?? 0;
    const inner = ((row / rows) * down) % 1;
    const striped = dice % 4 === 0 && Math.floor(inner * 8) % 2 === 0;
    const color = cycle(order, dice < 40 ? 0 : dice < 68 ? 1 : dice < 82 ? 2 : dice < 93 ? 3 : 4);
    return {
      color: striped ? cycle(order, dice < 40 ? 1 : 0) : color,
      float: dice % 3 === 0 ? 4 : dice % 3 === 1 ? 3 : 2,
    };
  };
}

/** Triangles in rows, light against dark. */
function triangles(random: Random, columns: number, rows: number, colors: Rgb[]): Draft {
  const size = Math.round(Math.min(columns, rows) / random.whole(6, 8) / 2) * 2;
  const seed = Array.from({ length: 4096 }, () => random.whole(0, 99));
  const [light, dark, bright] = [cycle(colors, 0), cycle(colors, 1), cycle(colors, 2)];
  const tints = [mix(light, bright, 0.35), bright, cycle(colors, 3), cycle(colors, 4)];
  return (column, row) => {
    const [across, down] = [Math.floor(column / size), Math.floor(row / size)];
    const dice = seed[(across * 61 + down * 17) % 4096] ?? 0;
    const [u, v] = [(column % size) / size, (row % size) / size];
    const upper = dice % 2 ? u > v : u + v < 1;
    if (upper) return { color: dice < 30 ? cycle(tints, dice) : light, float: 3 };
    return { color: dice > 82 ? cycle(tints, dice + 1) : dark, float: 4 };
  };
}

/** Stripes of unequal height, like strata, with a ladder of small steps between them. */
function bands(random: Random, columns: number, rows: number, colors: Rgb[]): Draft {
  const list: { until: number; color: Rgb; second: Rgb; kind: number }[] = [];
  let until = 0;
  let last = -1;
  while (until < rows) {
    until += random.chance(0.4) ? random.whole(3, 8) : random.whole(14, 38);
    let pick = random.whole(0, colors.length - 1);
    if (pick === last) pick = (pick + 1) % colors.length;
    last = pick;
    list.push({
      until,
      color: cycle(colors, pick),
      second: cycle(colors, pick + random.whole(1, 3)),
      kind: random.whole(0, 3),
    });
  }
  const step = Math.round(columns / random.whole(14, 22));
  return (column, row) => {
    const index = list.findIndex((band) => row < band.until);
    const band = list[index] ?? cycle(list, 0);
    const rise = Math.abs(((column / step) % 4) - 2) * 4;
    if (band.kind === 0 && band.until - row < rise) return { color: band.second, float: 3 };
    if (band.kind === 1 && Math.floor(column / (step / 2)) % 2 === 0) return { color: band.second, float: 2 };
    return { color: band.color, float: band.kind === 2 ? 4 : 3 };
  };
}
