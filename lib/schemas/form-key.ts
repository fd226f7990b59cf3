import { createHash } from 'node:crypto';
import { z } from 'zod';

/** The random key that a form carries since it was rendered; a missing or wrong one is no key. */
export const formKeySchema = z.uuid().optional().catch(undefined);

/** The version that a form began with; one that cannot be read is older than any. */
export const formVersionSchema = z
  .string()
  .regex(/^\d{1,9}$/)
  .transform(Number)
  .catch(-1);

/**
 * Identifies what a form creates. The same form with the same content has the same key, so that sending it twice creates
 * one thing. A form that people go back to and change creates another.
 */
export function creationKeyOf(formKey: string | undefined, content: unknown): string | null {
  if (!formKey) return null;
  const hash = createHash('sha256')
    .update(JSON.stringify([formKey, content]))
    .digest('hex');
  return hash.slice(0, 32).replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}
