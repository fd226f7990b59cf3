import type { Style } from './draw/sheet.ts';
import type { DemoPortrait } from './draw-portrait.ts';

/** Pixels of the drawn pictures. */
export const FORMATS = {
  portrait: [1280, 1600],
  tall: [1040, 1600],
  upright: [1200, 1600],
  square: [1600, 1600],
  landscape: [1600, 1200],
  wide: [1600, 1067],
  panorama: [1600, 800],
} as const;

export type DemoWork = {
  title: string;
  description: string;
  /** Paragraphs, followed by the artist's `studio` paragraphs. */
  content: string[];
  medium: string;
  year: number;
  /** Height × width. */
  dimensions: string;
  tags: string[];
  /** In whole units of the artist's currency. */
  price: number;
  alt: string;
  format: keyof typeof FORMATS;
  palette: number;
  form: number;
  /** The pictures after the first. */
  views?: ('detail' | 'wall')[];
  status?: 'SOLD' | 'DRAFT';
};

export type DemoArtist = {
  username: string;
  displayName: string;
  bio: string;
  place: string;
  /** Paragraphs. */
  statement: string[];
  links: string[];
  portrait: DemoPortrait;
  currency: string;
  style: Style;
  /** Whether the works hang in a frame. */
  framed: boolean;
  studio: string[];
  works: DemoWork[];
};
