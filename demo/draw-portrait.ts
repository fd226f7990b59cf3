import sharp from 'sharp';
import { toJpeg } from './draw/canvas.ts';
import { svg } from './draw/mask.ts';
import { seededRandom } from './draw/random.ts';
import { addPaper } from './draw/surface.ts';

/** Colours such as #1a2b3c. */
export type DemoPortrait = {
  ground: string;
  /** The disc behind the head. */
  disc: string;
  skin: string;
  /** Eyes, nose and mouth. */
  line: string;
  hair: string;
  cloth: string;
  collar: string;
  style: 'bob' | 'bun' | 'cropped' | 'curls' | 'parted' | 'long' | 'bald';
  beard?: boolean;
  glasses?: boolean;
};

/** Pixels. */
const WIDTH = 800;
const HEIGHT = 1000;

/** A head and shoulders, cut from coloured paper, as a JPEG. The same portrait always produces the same bytes. */
export async function drawPortrait(username: string, portrait: DemoPortrait): Promise<Buffer> {
  const drawing = svg(elementsOf(portrait), WIDTH, HEIGHT);
  const pixels = await sharp(drawing).flatten().removeAlpha().raw().toBuffer();
  const canvas = { width: WIDTH, height: HEIGHT, data: Float32Array.from(pixels) };
  addPaper(canvas, seededRandom(`portrait/${username}`), 0.035);
  return toJpeg(canvas);
}

const HEAD = '<ellipse cx="400" cy="410" rx="142" ry="186"/>';
const CAP = 'M252 430 C236 250 310 196 400 196 C490 196 564 250 548 430';

/** Behind the head, and over it. */
const HAIR: Readonly<Record<DemoPortrait['style'], { back: string; front: string }>> = {
  bob: {
    back: '<path d="M232 580 C214 300 270 176 400 176 C530 176 586 300 568 580 C520 604 280 604 232 580Z"/>',
    front: `<path d="${CAP} C538 356 520 330 486 322 C420 322 330 318 286 340 C262 366 258 400 252 430Z"/>`,
  },
  bun: {
    back: '<circle cx="400" cy="158" r="72"/><path d="M250 430 C230 280 290 190 400 190 C510 190 570 280 550 430Z"/>',
    front: `<path d="${CAP} C530 330 470 270 400 262 C330 270 270 330 252 430Z"/>`,
  },
  cropped: {
    back: '',
    front: `<path d="${CAP} C536 372 526 340 498 312 C430 290 370 290 302 312 C274 340 264 372 252 430Z"/>`,
  },
  curls: {
    back: [
      [300, 250, 84],
      [400, 205, 96],
      [500, 250, 84],
      [246, 350, 72],
      [554, 350, 72],
      [240, 460, 58],
      [560, 460, 58],
    ]
      .map(([x, y, r]) => `<circle cx="${x}" cy="${y}" r="${r}"/>`)
      .join(''),
    front: '<path d="M262 372 C270 250 330 214 400 214 C470 214 530 250 538 372 C480 300 320 300 262 372Z"/>',
  },
  parted: {
    back: '<path d="M250 480 C232 290 292 192 400 192 C508 192 568 290 550 480Z"/>',
    front: `<path d="${CAP} C540 380 520 320 452 262 C400 330 318 344 276 356 C262 380 256 404 252 430Z"/>`,
  },
  long: {
    back: '<path d="M218 800 C196 420 226 172 400 172 C574 172 604 420 582 800 C500 840 300 840 218 800Z"/>',
    front: `<path d="${CAP} C532 350 466 286 400 250 C334 286 268 350 252 430Z"/>`,
  },
  bald: {
    back: '<path d="M250 452 C246 412 246 380 252 352 L276 352 L276 470Z M550 452 C554 412 554 380 548 352 L524 352 L524 470Z"/>',
    front: '',
  },
};

const BEARD =
  '<path d="M259 440 C262 560 310 624 400 624 C490 624 538 560 541 440 C522 500 480 506 452 492 C420 480 380 480 348 492 C320 506 278 500 259 440Z"/>';

function elementsOf({ beard = false, glasses = false, ...portrait }: DemoPortrait): string {
  const { ground, disc, skin, line, hair, cloth, collar, style } = portrait;
  const { back, front } = HAIR[style];
  return `
    <rect width="100%" height="100%" fill="${ground}"/>
    <circle cx="400" cy="430" r="330" fill="${disc}"/>
    <g fill="${hair}">${back}</g>
    <path d="M60 1000 C70 800 200 740 322 712 L478 712 C600 740 730 800 740 1000Z" fill="${cloth}"/>
    <path d="M322 560 L478 560 L478 716 C450 770 350 770 322 716Z" fill="${skin}"/>
    <path d="M322 600 C350 650 450 650 478 600 L478 640 C440 690 360 690 322 640Z" fill="${line}" opacity="0.16"/>
    <path d="M306 722 C340 800 460 800 494 722 L520 734 C480 850 320 850 280 734Z" fill="${collar}"/>
    <g fill="${skin}"><circle cx="258" cy="436" r="28"/><circle cx="542" cy="436" r="28"/>${HEAD}</g>
    ${beard ? `<g fill="${hair}">${BEARD}</g>` : ''}
    <g fill="${hair}">${front}</g>
    <g fill="none" stroke="${line}" stroke-width="7" stroke-linecap="round">
      <path d="M312 424 C328 436 348 436 364 424 M436 424 C452 436 472 436 488 424"/>
      <path d="M310 384 C328 374 350 374 368 382 M432 382 C450 374 472 374 490 384" stroke-width="8"/>
      <path d="M404 420 C396 452 388 468 386 484 C396 494 408 494 416 488"/>
      <path d="M358 538 C384 550 416 550 442 538"/>
      ${glasses ? '<circle cx="338" cy="424" r="46"/><circle cx="462" cy="424" r="46"/><path d="M384 416 C394 408 406 408 416 416"/>' : ''}
    </g>`;
}
