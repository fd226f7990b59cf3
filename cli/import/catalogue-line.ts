import { z } from 'zod';
import type { NumberedLine } from './read-lines.ts';

/** PostgreSQL stores neither NUL nor lone surrogates. */
const clean = (text: string) => text.replaceAll('\0', '').toWellFormed().trim();

const text = z.string().transform(clean);
const optionalText = text.nullish().transform((value) => value || null);
const millimetres = z
  .union([z.string(), z.number()])
  .nullish()
  .transform((value) => {
    const size = Number.parseFloat(String(value ?? ''));
    return size > 0 && Number.isFinite(size) ? size : null;
  });

const schema = z.object({
  acno: text.pipe(z.string().min(1).max(100)),
  title: text.pipe(z.string().min(1)),
  artist: text.pipe(z.string().min(1)),
  date: optionalText,
  medium: optionalText,
  dimensions: optionalText,
  // The catalogue swaps the two: its width is the first number of its "height x width" text.
  width_mm: millimetres,
  height_mm: millimetres,
  classification: optionalText,
  subjects: z
    .array(text)
    .nullish()
    .transform((value) => value ?? []),
  themes: z
    .array(text)
    .nullish()
    .transform((value) => value ?? []),
});

export type CatalogueWork = z.output<typeof schema>;

/** @returns the work, or why the line cannot be used. */
export function parseCatalogueLine({ text: line }: NumberedLine): { work: CatalogueWork } | { problem: string } {
  if (line === null) return { problem: 'the line is too long' };
  let value: unknown;
  try {
    value = JSON.parse(line.replace(/^\uFEFF/, ''));
  } catch {
    return { problem: 'not valid JSON' };
  }
  const parsed = schema.safeParse(value);
  if (parsed.success) return { work: parsed.data };
  const field = parsed.error.issues[0]?.path.join('.');
  return { problem: field ? `${field} is missing or invalid` : 'not an object' };
}
