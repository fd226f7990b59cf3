import { isolate } from '#lib/domain/isolate.ts';
import { COLORS, type Color } from '#lib/domain/pictures/colors.ts';
import type { Orientation, Size, Sort } from '#lib/domain/search/search.ts';

export const SORT_LABELS: Readonly<Record<Sort, string>> = {
  best: 'Best match',
  newest: 'Newest',
  'price-up': 'Price, lowest first',
  'price-down': 'Price, highest first',
  views: 'Most viewed',
  week: 'Most viewed this week',
};

export const SIZE_LABELS: Readonly<Record<Size, string>> = {
  small: 'Up to 30 cm',
  medium: '30 to 100 cm',
  large: 'Over 100 cm',
};

export const ORIENTATION_LABELS: Readonly<Record<Orientation, string>> = {
  portrait: 'Portrait',
  landscape: 'Landscape',
  square: 'Square',
};

export const COLOR_LABELS = Object.fromEntries(
  COLORS.map((color) => [color, color.charAt(0).toUpperCase() + color.slice(1)]),
) as Readonly<Record<Color, string>>;

/** The swatch of each colour family. */
export const COLOR_TONES: Readonly<Record<Color, string>> = {
  red: '#b3261e',
  orange: '#dd7a22',
  yellow: '#e5bd3b',
  green: '#4d7c45',
  teal: '#2f7f7d',
  blue: '#2f5b9e',
  purple: '#6f4a8e',
  pink: '#d98aa3',
  brown: '#7a5438',
  black: '#1b1a18',
  grey: '#8f8c86',
  white: '#f8f6f1',
};

/** The title of a search page. */
export const searchTitle = ({ q }: { q: string }): string => (q === '' ? 'Search' : `“${isolate(q)}”`);
