/**
 * The layout of the wall in numbers: the utility `wall` of app/globals.css, inside the padding of the page. Both have
 * to agree, which a browser test looks at. CSS pixels.
 */
const LAYOUTS = [
  { from: 0, row: 168, gap: 16, padding: 32 },
  { from: 640, row: 240, gap: 28, padding: 64 },
  { from: 1024, row: 240, gap: 28, padding: 96 },
  { from: 1280, row: 296, gap: 36, padding: 96 },
] as const;
const WIDEST_PAGE = 1536;
/** What grows beside the works of the last row, so that few of them stay small. */
const REST = 100_000;
const GROWTH = 1_000;

/** The wall shows nothing narrower or wider than this, so that captions stay readable. */
export const clampRatio = (ratio: number) => Math.min(2.6, Math.max(0.6, ratio));

/** The width of each work on a page so wide, scroll bar not counted; `ratios` are width by height, clamped. */
export function gridWidths(ratios: readonly number[], pageWidth: number): number[] {
  const { row, gap, padding } = LAYOUTS.findLast(({ from }) => pageWidth >= from) ?? LAYOUTS[0];
  const space = Math.min(pageWidth, WIDEST_PAGE) - padding;
  const lines: number[][] = [];
  let free = 0;
  for (const ratio of ratios) {
    const wanted = ratio * row;
    const line = lines.at(-1);
    if (line && wanted + gap <= free) {
      line.push(ratio);
      free -= wanted + gap;
    } else {
      lines.push([ratio]);
      free = space - wanted;
    }
  }
  return lines.flatMap((line, index) => {
    const sum = line.reduce((total, ratio) => total + ratio, 0);
    const room = space - gap * (line.length - 1);
    const isLast = index === lines.length - 1;
    if (!isLast || sum * row >= room) return line.map((ratio) => (ratio * room) / sum);
    const share = (room - sum * row) / (sum * GROWTH + REST);
    return line.map((ratio) => ratio * row + share * ratio * GROWTH);
  });
}

/** Where the sizes attribute has another value; between 640 and 1280 rows change most. CSS pixels. */
const STEPS = [0, 360, 390, 440, 520, 580, 640, 768, 900, 960, 1024, 1152, 1280, 1408, 1536];
const SCROLL_BAR = 15;
const NARROWEST_SCREEN = 320;
const NARROWEST_PAGE = NARROWEST_SCREEN - SCROLL_BAR;
/** A row has seven works at most, so those further on do not change where the first ones stand. */
const LONGEST_ROW = 7;
const LAST = STEPS.length - 1;

/**
 * The sizes attributes of the first works of a wall: at no width of a screen less than what the wall gives them.
 * @param ratios of all works of the page, width by height.
 * @param count how many attributes are wanted.
 */
export function gridSizes(ratios: readonly number[], count: number): string[] {
  const clamped = ratios.slice(0, count + LONGEST_ROW).map(clampRatio);
  // One pixel can be all that makes a work go to the next row, so each width is tried.
  const pages = Array.from({ length: WIDEST_PAGE + 1 - NARROWEST_PAGE }, (_, at) =>
    gridWidths(clamped, NARROWEST_PAGE + at),
  );
  const shares = STEPS.map((from, step) =>
    largestShares(pages, count, Math.max(NARROWEST_SCREEN, from), STEPS[step + 1] ?? from + 1),
  );
  return clamped.slice(0, count).map((_ratio, index) => {
    const values = shares.map((of, step) => lengthOf(of[index] ?? 1, step));
    return values
      .flatMap((value, step) => (step > 0 && value === values[step - 1] ? [] : [{ value, from: STEPS[step] ?? 0 }]))
      .reverse()
      .map(({ value, from }) => (from === 0 ? value : `(min-width:${from}px) ${value}`))
      .join(',');
  });
}

/** The widest page does not grow with the screen, so there it is a length. */
function lengthOf(share: number, step: number): string {
  return step === LAST ? `${Math.ceil(share * WIDEST_PAGE)}px` : `${Math.ceil(share * 50) * 2}vw`;
}

/**
 * The largest part of the screen that each of the first works takes on screens from `from` to `until`, with and
 * without a scroll bar.
 */
function largestShares(pages: number[][], count: number, from: number, until: number): number[] {
  const largest = Array.from({ length: count }, () => 0);
  for (let screen = from; screen < until; screen++) {
    for (const page of [screen, screen - SCROLL_BAR]) {
      const widths = pages[page - NARROWEST_PAGE] ?? [];
      for (let index = 0; index < count; index++) {
        largest[index] = Math.max(largest[index] ?? 0, (widths[index] ?? 0) / screen);
      }
    }
  }
  return largest;
}
