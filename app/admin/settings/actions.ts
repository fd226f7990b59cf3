'use server';

import { redirect } from 'next/navigation';
import { z } from 'zod';
import { formAction, formOf } from '#lib/auth/form-action.ts';
import { problemParams } from '#lib/auth/problem.ts';
import { ExpectedError } from '#lib/domain/errors.ts';
import type { FormState } from '#lib/domain/form-state.ts';
import { isLegalPage, LEGAL_PAGES, MAX_LEGAL_TEXT } from '#lib/domain/settings/legal-pages.ts';
import { typedValues } from '#lib/domain/typed-values.ts';
import { parseMarkdown } from '#lib/markdown/parse-markdown.ts';
import { formVersionSchema } from '#lib/schemas/form-key.ts';
import { legalPageSchema } from '#lib/schemas/legal-page.ts';
import { fieldsOf, isSettingSection, sectionSchema, typedSection } from '#lib/schemas/shop-settings.ts';
import { getLegalPage } from '#lib/settings/legal-page-versions.ts';
import { removeLogo } from '#lib/shop/replace-logo.ts';
import { saveLegalPage } from '#lib/shop/save-legal-page.ts';
import { getSection, updateSection } from '#lib/shop/update-section.ts';
import { applyShopChange } from '#server/page-cache/cached-shop.ts';
import { requireActionAdmin } from '../require-action-admin.ts';

/** The form of any section; the section is one of its fields. */
export async function updateSectionAction(previous: FormState, given: FormData): Promise<FormState> {
  const section = String(formOf(given).get('section'));
  if (!isSettingSection(section)) return { ...previous, message: new ExpectedError('not-found').message };
  const shown = Object.fromEntries(fieldsOf(section).map(({ name, limit }) => [name, limit]));
  const schema = z.object({ version: formVersionSchema }).and(sectionSchema(section));
  const action = formAction({ schema, shown: { ...shown, version: 9 } }, async ({ version, ...input }) => {
    const values = typedSection(input);
    try {
      const saved = await updateSection(await requireActionAdmin(), section, values, version);
      await applyShopChange();
      return { values: { ...values, version: String(saved) }, fieldErrors: {}, done: 'Saved.' };
    } catch (error) {
      if (!(error instanceof ExpectedError) || error.code !== 'changed-elsewhere') throw error;
      // The next save then begins with what is stored now.
      const stored = await getSection(section);
      return { values: { ...values, version: String(stored.version) }, fieldErrors: {}, stored: stored.values };
    }
  });
  return action(previous, given);
}

/** “Remove” beside the logo. */
export async function removeLogoAction(): Promise<void> {
  let result: Record<string, string> = { said: 'logo-removed' };
  try {
    await removeLogo(await requireActionAdmin());
    await applyShopChange();
  } catch (error) {
    result = problemParams(error);
  }
  redirect(`/admin/settings?${new URLSearchParams(result)}#logo`);
}

const legalForm = { schema: legalPageSchema, shown: { text: MAX_LEGAL_TEXT, version: 9, page: 10 } };

/** “Preview” and “Save” of a legal page. */
const saveLegalPageForm = formAction(legalForm, async ({ page, text, version, intent }, form) => {
  const viewer = await requireActionAdmin();
  const values = { page, text, version: String(version) };
  if (intent === 'preview') return { values, fieldErrors: {}, preview: parseMarkdown(text) };
  try {
    const saved = await saveLegalPage(viewer, page, text, version);
    await applyShopChange();
    const done =
      text === '' ? `Saved. The page “${LEGAL_PAGES[page].title}” is no longer shown.` : `Saved as version ${saved}.`;
    return { values: { ...values, version: String(saved) }, fieldErrors: {}, done };
  } catch (error) {
    if (!(error instanceof ExpectedError) || error.code !== 'changed-elsewhere') throw error;
    const stored = await getLegalPage(page);
    return {
      values: { ...typedValues(form, legalForm.shown), version: String(stored?.number ?? 0) },
      fieldErrors: {},
      stored: { text: stored?.text ?? '' },
    };
  }
});

export async function saveLegalPageAction(previous: FormState, given: FormData): Promise<FormState> {
  if (!isLegalPage(String(formOf(given).get('page')))) {
    return { ...previous, message: new ExpectedError('not-found').message };
  }
  return saveLegalPageForm(previous, given);
}
