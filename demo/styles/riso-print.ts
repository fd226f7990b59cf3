import { blankCanvas, type Canvas, hex, type Rgb, stain } from '../draw/canvas.ts';
import { type Mask, paintAround, svgMask } from '../draw/mask.ts';
import { cloudField, grainField } from '../draw/noise.ts';
import { type Random, seededRandom } from '../draw/random.ts';
import { cycle, type Sheet, scaleOf } from '../draw/sheet.ts';
import { addPaper } from '../draw/surface.ts';

/** One drum of the printer: white SVG elements on black; with `dots` as a halftone. */
type Plate = { elements: string; dots: boolean };
type Plates = [Plate, Plate, Plate];

// Inks of a real Risograph, light ones first, because the drums print in this order.
const PALETTES: [Rgb, Rgb, Rgb][] = [
  [hex('#ffc72c'), hex('#ff5a6e'), hex('#20579c')],
  [hex('#8fd3d1'), hex('#ff6a39'), hex('#1f3d63')],
  [hex('#ffb3c4'), hex('#00958c'), hex('#d3352f')],
  [hex('#f6d54a'), hex('#4aa06b'), hex('#3b3f8f')],
];

const DOTS = [
  { angle: 0.26, pitch: 8.5 },
  { angle: 1.31, pitch: 8.5 },
  { angle: 0.78, pitch: 7.5 },
];

/** Three flat inks over each other, with halftones in the shading and each drum slightly misaligned. */
export async function drawRisoPrint(sheet: Sheet): Promise<Canvas> {
  const random = seededRandom(sheet.seed);
  const { width, height } = sheet;
  const scale = scaleOf(sheet);
  const inks = cycle(PALETTES, sheet.palette);
  const plates = cycle([hills, fruit, arches], sheet.form)(random, width, height);
  const canvas = blankCanvas(width, height, [246, 242, 232]);
  addPaper(canvas, random, 0.02);
  for (const [index, plate] of plates.entries()) {
    const mask = await svgMask(plate.elements, width, height);
    printPlate(canvas, random, mask, cycle(inks, index), plate.dots ? cycle(DOTS, index) : null, scale);
  }
  return canvas;
}

function printPlate(
  canvas: Canvas,
  random: Random,
  mask: Mask,
  ink: Rgb,
  dots: { angle: number; pitch: number } | null,
  scale: number,
) {
  const clouds = cloudField();
  const grain = grainField();
  const [u, v] = [random.next(), random.next()];
  const [dx, dy, skew] = [random.normal() * 3.2 * scale, random.normal() * 3.2 * scale, random.normal() * 0.0016];
  const pitch = (dots?.pitch ?? 1) * scale;
  const [cos, sin] = [Math.cos(dots?.angle ?? 0) * (Math.PI / pitch), Math.sin(dots?.angle ?? 0) * (Math.PI / pitch)];
  paintAround(canvas, mask, (pixel, x, y) => {
    const tone = mask.at(x + dx + skew * (y - canvas.height / 2), y + dy - skew * (x - canvas.width / 2));
    if (tone < 0.01) return;
    let share = tone;
    if (dots && tone < 0.97) {
      // A dot screen: the tone is the share of each cell that is inked.
      const screen = 0.5 + 0.5 * Math.cos((x * cos + y * sin) * 2) * Math.cos((y * cos - x * sin) * 2);
      share = Math.min(1, Math.max(0, (tone - screen) * pitch * 0.5 + 0.5));
    }
    if (share === 0) return;
    const worn = grain(u + x / 330, v + y / 330) + 0.8 * grain(v + x / 190, u + y / 190);
    const body = 0.9 + 0.07 * clouds(u + x / 2600, v + y / 900) - (worn > 0.85 ? 0.5 * (worn - 0.85) : 0);
    stain(pixel, ink, share * Math.min(1, body + 0.04 * worn));
  });
}

const gradient = (id: string, from: number, to: number, across = false) =>
  `<defs><linearGradient id="${id}" x1="0" y1="0" x2="${across ? 1 : 0}" y2="${across ? 0 : 1}"><stop offset="0" stop-color="#fff" stop-opacity="${from}"/><stop offset="1" stop-color="#fff" stop-opacity="${to}"/></linearGradient></defs>`;

/** Fields and hills below a large sun, with cypresses. */
function hills(random: Random, width: number, height: number): Plates {
  const hill = (base: number, rise: number) => {
    const at = () => Math.round(height * (base + rise * random.between(-1, 1)));
    return `M0 ${at()}C${width * 0.25} ${at()} ${width * 0.35} ${at()} ${width * 0.55} ${at()}S${width * 0.85} ${at()} ${width} ${at()}V${height}H0Z`;
  };
  const radius = Math.min(width, height) * random.between(0.19, 0.25);
  const cx = width * random.between(0.3, 0.7);
  const cy = height * random.between(0.3, 0.4);
  const [far, middle, near] = [hill(0.52, 0.06), hill(0.66, 0.06), hill(0.82, 0.05)];
  const furrows = Array.from({ length: 16 }, (_, index) => {
    const x = width * (-0.3 + index * 0.11);
    return `<path d="M${width * 0.55} ${height * 0.62}Q${(x + width * 0.55) / 2} ${height * 0.8} ${x} ${height * 1.02}" fill="none" stroke="#fff" stroke-width="${Math.min(width, height) * 0.012}"/>`;
  }).join('');
  const cypress = Array.from({ length: random.whole(3, 6) }, () => {
    const x = width * random.between(0.08, 0.92);
    const foot = height * random.between(0.72, 0.86);
    const tall = Math.min(width, height) * random.between(0.14, 0.3);
    const wide = tall * 0.13;
    return `<path d="M${x} ${foot - tall}C${x + wide * 1.5} ${foot - tall * 0.5} ${x + wide} ${foot} ${x} ${foot}S${x - wide * 1.5} ${foot - tall * 0.5} ${x} ${foot - tall}Z"/>`;
  }).join('');
  return [
    {
      elements: `${gradient('a', 0.15, 0.95)}<rect width="${width}" height="${height * 0.74}" fill="url(#a)"/><path d="${middle}"/>`,
      dots: true,
    },
    {
      elements: `${gradient('b', 1, 0.35)}<circle cx="${cx}" cy="${cy}" r="${radius}" fill="url(#b)"/><path d="${near}"/>`,
      dots: true,
    },
    {
      elements: `${gradient('c', 0.75, 0.1)}<path d="${far}" fill="url(#c)"/><clipPath id="n"><path d="${near}"/></clipPath><g clip-path="url(#n)">${furrows}</g>${cypress}`,
      dots: true,
    },
  ];
}

/** Oranges and leaves on a cloth, seen from above. */
function fruit(random: Random, width: number, height: number): Plates {
  const unit = Math.min(width, height);
  const fruits: { x: number; y: number; r: number }[] = [];
  for (let attempt = 0; attempt < 400 && fruits.length < 11; attempt++) {
    const one = {
      x: width * random.between(0.12, 0.88),
      y: height * random.between(0.12, 0.88),
      r: unit * random.between(0.085, 0.15),
    };
    if (fruits.every(({ x, y, r }) => Math.hypot(x - one.x, y - one.y) > (r + one.r) * 0.86)) fruits.push(one);
  }
  const leaf = (x: number, y: number, angle: number, long: number) =>
    `<path transform="translate(${x} ${y}) rotate(${angle})" d="M0 0C${long * 0.25} ${-long * 0.34} ${long * 0.75} ${-long * 0.3} ${long} 0C${long * 0.75} ${long * 0.26} ${long * 0.25} ${long * 0.3} 0 0Z"/>`;
  const leaves = fruits.map(({ x, y, r }) =>
    leaf(x, y - r * 0.8, random.between(-160, 20), r * random.between(1.2, 1.9)),
  );
  const veins = fruits.map(({ x, y, r }) => `<circle cx="${x}" cy="${y - r * 0.78}" r="${r * 0.1}"/>`).join('');
  const checks = Array.from({ length: Math.ceil(width / (unit * 0.13)) }, (_, index) =>
    index % 2 ? '' : `<rect x="${index * unit * 0.13}" width="${unit * 0.13}" height="${height}" fill-opacity="0.42"/>`,
  ).join('');
  const shade = `<defs><radialGradient id="s" cx="0.36" cy="0.3" r="0.8"><stop offset="0.25" stop-color="#fff" stop-opacity="0.05"/><stop offset="1" stop-color="#fff" stop-opacity="0.9"/></radialGradient></defs>`;
  const round = (fill: string) =>
    fruits.map(({ x, y, r }) => `<circle cx="${x}" cy="${y}" r="${r}" ${fill}/>`).join('');
  return [
    { elements: round('') + leaves.filter((_, index) => index % 2).join(''), dots: false },
    { elements: `${checks}${shade}<g fill="#000">${round('')}</g>${round('fill="url(#s)"')}`, dots: true },
    {
      elements:
        leaves.join('') +
        veins +
        fruits
          .map(
            ({ x, y, r }) =>
              `<path d="M${x - r * 0.2} ${y + r * 1.02}a${r} ${r} 0 0 0 ${r * 1.15} ${-r * 0.55}a${r * 1.25} ${r * 1.25} 0 0 1 ${-r * 1.15} ${r * 0.55}Z"/>`,
          )
          .join(''),
      dots: false,
    },
  ];
}

/** Arches, steps and discs of an imaginary town. */
function arches(random: Random, width: number, height: number): Plates {
  const across = Math.max(3, Math.round((width / Math.min(width, height)) * 3));
  const down = Math.max(3, Math.round((height / Math.min(width, height)) * 3));
  const [w, h] = [width / across, height / down];
  const layers = ['', '', ''];
  const place = (layer: number, element: string) => {
    layers[layer] = `${layers[layer] ?? ''}${element}`;
  };
  for (let row = 0; row < down; row++) {
    for (let column = 0; column < across; column++) {
      const [x, y] = [column * w, row * h];
      const inks = random.shuffled([0, 1, 2]);
      const kind = random.whole(0, 4);
      const [first, second] = [inks[0] ?? 0, inks[1] ?? 1];
      const arch = (inset: number) => {
        const half = w / 2 - inset;
        return `M${x + inset} ${y + h}V${y + h * 0.5}A${half} ${h * 0.5 - inset} 0 0 1 ${x + w - inset} ${y + h * 0.5}V${y + h}Z`;
      };
      if (kind < 2) {
        place(first, `<path d="${arch(w * 0.02)}"/>`);
        place(second, `<path d="${arch(w * 0.16)}" fill-opacity="0.45"/><path d="${arch(w * 0.3)}"/>`);
      } else if (kind === 2) {
        place(first, `<rect x="${x}" y="${y}" width="${w}" height="${h}" fill="url(#g)"/>`);
        place(second, `<circle cx="${x + w / 2}" cy="${y + h / 2}" r="${Math.min(w, h) * 0.36}"/>`);
      } else if (kind === 3) {
        for (let step = 0; step < 5; step++)
          place(
            first,
            `<rect x="${x + (w * step) / 5}" y="${y + (h * step) / 5}" width="${w - (w * step) / 5}" height="${h / 5 + 1}"/>`,
          );
        place(second, `<rect x="${x}" y="${y}" width="${w}" height="${h}" fill-opacity="0.3"/>`);
      } else {
        place(first, `<path d="M${x} ${y}A${w} ${h} 0 0 0 ${x + w} ${y + h}V${y}Z"/>`);
        place(second, `<path d="M${x} ${y + h}A${w} ${h} 0 0 1 ${x + w} ${y}L${x + w} ${y + h}Z" fill="url(#g)"/>`);
      }
    }
  }
  const plate = (index: number): Plate => ({ elements: gradient('g', 0.1, 0.85) + (layers[index] ?? ''), dots: true });
  return [plate(0), plate(1), plate(2)];
}
