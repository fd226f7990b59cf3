/** The backgrounds that text is on, in the light and in the dark theme: paper, raised and sunken of app/globals.css. */
export const GROUNDS = {
  light: ['#faf9f7', '#ffffff', '#f0eeea'],
  dark: ['#141312', '#1d1c1a', '#242220'],
} as const;

export type Theme = keyof typeof GROUNDS;

/** WCAG 2.2, 1.4.3: the least contrast of text. */
const MIN_CONTRAST = 4.5;

const PAPER = '#ffffff';
const INK = '#141312';

type Rgb = [red: number, green: number, blue: number];

const HEX = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/;

/** `#C0311C`, `c0311c` and `#c31` as `#rrggbb` in lower case; null for what is no colour. */
export function normalizeHex(typed: string): string | null {
  const digits = /^#?([0-9a-f]{3}|[0-9a-f]{6})$/i.exec(typed.trim())?.[1]?.toLowerCase();
  if (!digits) return null;
  return `#${digits.length === 3 ? digits.replace(/./g, '$&$&') : digits}`;
}

/** The contrast of two colours (`#rrggbb`) by WCAG 2.2: 1 for the same, 21 for black on white. */
export function contrast(one: string, other: string): number {
  const [darker = 0, lighter = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (lighter + 0.05) / (darker + 0.05);
}

/** The least contrast of a colour with the backgrounds of a theme. */
const contrastIn = (theme: Theme, color: string): number =>
  Math.min(...GROUNDS[theme].map((ground) => contrast(color, ground)));

export const isReadable = (theme: Theme, color: string): boolean => contrastIn(theme, color) >= MIN_CONTRAST;

/** The nearest colour that can be read in a theme: darker for the light one, lighter for the dark one. */
export function readable(theme: Theme, color: string): string {
  const end = theme === 'light' ? 0 : 255;
  const from = channels(color);
  for (let step = 0; step < 100; step++) {
    const mixed = toHex(from.map((value) => value + ((end - value) * step) / 100) as Rgb);
    if (isReadable(theme, mixed)) return mixed;
  }
  return theme === 'light' ? '#000000' : '#ffffff';
}

/** Black or white, whichever can be read better on this colour. */
export const textOn = (color: string): string => (contrast(color, PAPER) >= contrast(color, INK) ? PAPER : INK);

/** What is wrong with an accent colour, in a sentence that names one which is not; null if nothing is. */
export function accentProblem(theme: Theme, color: string): string | null {
  if (isReadable(theme, color)) return null;
  // Rounded down: 4.46 is not 4.5.
  const found = Math.floor(contrastIn(theme, color) * 10) / 10;
  return `On ${theme} pages this colour has a contrast of ${found} to 1, and text needs ${MIN_CONTRAST}. ${readable(theme, color)} is near and works.`;
}

export type Accent = { light: string; dark: string; onLight: string; onDark: string };

/** The accent of both themes, each with the colour of text on it; null if the host has chosen none. */
export function accentOf({ accent, accentDark }: { accent: string; accentDark: string }): Accent | null {
  const chosen = accent || accentDark;
  if (!chosen) return null;
  const light = accent || readable('light', chosen);
  const dark = accentDark || readable('dark', chosen);
  return { light, dark, onLight: textOn(light), onDark: textOn(dark) };
}

function channels(color: string): Rgb {
  const [, red = '0', green = '0', blue = '0'] = HEX.exec(color) ?? [];
  return [red, green, blue].map((digits) => Number.parseInt(digits, 16)) as Rgb;
}

const toHex = (rgb: Rgb): string => `#${rgb.map((value) => Math.round(value).toString(16).padStart(2, '0')).join('')}`;

function luminance(color: string): number {
  const [red = 0, green = 0, blue = 0] = channels(color).map((value) => {
    const share = value / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
