/**
 * The layout of the utility `post-grid` in app/globals.css and the padding of the page, in CSS pixels. Both must agree;
 * tests/e2e/pictures.spec.ts compares them.
 */
const LAYOUTS = [
  { from: 0, row: 168, gap: 16, padding: 32 },
  { from: 640, row: 240, gap: 28, padding: 64 },
  { from: 1024, row: 240, gap: 28, padding: 96 },
  { from: 1280, row: 296, gap: 36, padding: 96 },
] as const;
const MAX_PAGE_WIDTH = 1536;
/** `flex-grow` of the empty space in the last row, and of a work per unit of its ratio. */
const FILLER_GROW = 100_000;
const RATIO_GROW = 1_000;

/** No work is displayed narrower or wider than this, so that captions stay readable. */
export const clampRatio = (ratio: number) => Math.min(2.6, Math.max(0.6, ratio));

/**
 * The width of each work.
 * @param ratios width divided by height, clamped
 * @param pageWidth the width of the page without the scroll bar
 * @param isFull whether more works follow, and the browser balances the rows: `flex-wrap: balance`
 */
export function gridWidths(ratios: readonly number[], pageWidth: number, isFull = false): number[] {
  const { row, gap, padding } = LAYOUTS.findLast(({ from }) => pageWidth >= from) ?? LAYOUTS[0];
  const space = Math.min(pageWidth, MAX_PAGE_WIDTH) - padding;
  const greedy = greedyRows(ratios, row, gap, space);
  const lines = isFull ? balancedRows(ratios, greedy.length, row, gap, space) : greedy;
  return lines.flatMap((line, index) => {
    const sum = line.reduce((total, ratio) => total + ratio, 0);
    const width = space - gap * (line.length - 1);
    const isLast = index === lines.length - 1;
    if (isFull || !isLast || sum * row >= width) return line.map((ratio) => (ratio * width) / sum);
    const share = (width - sum * row) / (sum * RATIO_GROW + FILLER_GROW);
    return line.map((ratio) => ratio * row + share * ratio * RATIO_GROW);
  });
}

/** Each row takes as many works as fit. */
function greedyRows(ratios: readonly number[], row: number, gap: number, space: number): number[][] {
  const lines: number[][] = [];
  let free = 0;
  for (const ratio of ratios) {
    const minWidth = ratio * row;
    const line = lines.at(-1);
    if (line && minWidth + gap <= free) {
      line.push(ratio);
      free -= minWidth + gap;
    } else {
      lines.push([ratio]);
      free = space - minWidth;
    }
  }
  return lines;
}

/** As many rows, with the smallest sum of the squares of their free widths: CSS Flexible Box Layout, level 2. */
function balancedRows(ratios: readonly number[], count: number, row: number, gap: number, space: number): number[][] {
  // For each number of rows, by the number of works in them: the least sum, and where the last row starts.
  let rows = [{ sum: 0, start: 0 }];
  const starts: number[][] = [];
  for (let line = 0; line < count; line++) {
    const longer: { sum: number; start: number }[] = [];
    for (let end = line + 1; end <= ratios.length; end++) {
      let width = -gap;
      for (let start = end - 1; start >= line; start--) {
        width += (ratios[start] ?? 0) * row + gap;
        if (width > space && end - start > 1) break;
        const before = rows[start];
        if (!before) continue;
        const sum = before.sum + Math.max(0, space - width) ** 2;
        if (sum < (longer[end]?.sum ?? Number.POSITIVE_INFINITY)) longer[end] = { sum, start };
      }
    }
    rows = longer;
    starts.push(longer.map(({ start }) => start));
  }
  const lines: number[][] = [];
  let end = ratios.length;
  for (const line of starts.reverse()) {
    const start = line[end] ?? 0;
    lines.unshift(ratios.slice(start, end));
    end = start;
  }
  return lines;
}

/** The breakpoints of the `sizes` attribute in CSS pixels; between 640 and 1280 rows change most. */
const BREAKPOINTS = [0, 360, 390, 440, 520, 580, 640, 768, 900, 960, 1024, 1152, 1280, 1408, 1536];
const SCROLL_BAR_WIDTH = 15;
const MIN_SCREEN_WIDTH = 320;
const MIN_PAGE_WIDTH = MIN_SCREEN_WIDTH - SCROLL_BAR_WIDTH;
/** A row has at most seven works, so works further on do not affect the position of the first ones. */
const MAX_ROW_LENGTH = 7;
const LAST = BREAKPOINTS.length - 1;

/**
 * The `sizes` attributes of the first works of a page: at every screen width at least the width of the work.
 * @param ratios of all works of the page, width divided by height
 * @param count the number of attributes
 * @param isFull whether more works follow: rows are then balanced, but not by every browser
 */
export function gridSizes(ratios: readonly number[], count: number, isFull = false): string[] {
  const clamped = (isFull ? ratios : ratios.slice(0, count + MAX_ROW_LENGTH)).map(clampRatio);
  // A single pixel can move a work to the next row, so every width is computed.
  const pages = Array.from({ length: MAX_PAGE_WIDTH + 1 - MIN_PAGE_WIDTH }, (_, offset) => {
    const greedy = gridWidths(clamped, MIN_PAGE_WIDTH + offset);
    if (!isFull) return greedy;
    const balanced = gridWidths(clamped, MIN_PAGE_WIDTH + offset, true);
    return greedy.map((width, index) => Math.max(width, balanced[index] ?? 0));
  });
  const shares = BREAKPOINTS.map((from, step) =>
    largestShares(pages, count, Math.max(MIN_SCREEN_WIDTH, from), BREAKPOINTS[step + 1] ?? from + 1),
  );
  return clamped.slice(0, count).map((_ratio, index) => {
    const values = shares.map((of, step) => lengthOf(of[index] ?? 1, step));
    return values
      .flatMap((value, step) =>
        step > 0 && value === values[step - 1] ? [] : [{ value, from: BREAKPOINTS[step] ?? 0 }],
      )
      .reverse()
      .map(({ value, from }) => (from === 0 ? value : `(min-width:${from}px) ${value}`))
      .join(',');
  });
}

/** Above the last breakpoint the page no longer grows with the screen, so the value is in pixels. */
function lengthOf(share: number, step: number): string {
  return step === LAST ? `${Math.ceil(share * MAX_PAGE_WIDTH)}px` : `${Math.ceil(share * 50) * 2}vw`;
}

/**
 * For each of the first works, its largest share of the screen's width on screens from `from` to `until`, with and
 * without a scroll bar.
 */
function largestShares(pages: number[][], count: number, from: number, until: number): number[] {
  const largest = Array.from({ length: count }, () => 0);
  for (let screen = from; screen < until; screen++) {
    for (const page of [screen, screen - SCROLL_BAR_WIDTH]) {
      const widths = pages[page - MIN_PAGE_WIDTH] ?? [];
      for (let index = 0; index < count; index++) {
        largest[index] = Math.max(largest[index] ?? 0, (widths[index] ?? 0) / screen);
      }
    }
  }
  return largest;
}
