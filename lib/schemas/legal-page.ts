import { z } from 'zod';
import { LEGAL_PAGE_NAMES, MAX_LEGAL_TEXT } from '#lib/domain/settings/legal-pages.ts';
import { formVersionSchema } from './form-key.ts';
import { text } from './text.ts';

/** The form of a legal page. */
export const legalPageSchema = z.object({
  page: z.enum(LEGAL_PAGE_NAMES),
  text: text(MAX_LEGAL_TEXT, `Keep this to ${MAX_LEGAL_TEXT.toLocaleString('en')} characters.`),
  version: formVersionSchema,
  intent: z.enum(['save', 'preview']).catch('save'),
});
