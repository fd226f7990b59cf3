'use server';

import { updateTag } from 'next/cache';
import { redirect } from 'next/navigation';
import { parseForm, viewerFormAction } from '#lib/auth/form-action.ts';
import { problemParams } from '#lib/auth/problem.ts';
import { deleteCollection } from '#lib/collections/delete-collection.ts';
import { saveCollection } from '#lib/collections/save-collection.ts';
import { SHOWN_IN_COLLECTION } from '#lib/domain/collections.ts';
import { typedValues } from '#lib/domain/typed-values.ts';
import { announceTags } from '#lib/live/announce.ts';
import { collectionFormSchema, collectionIdSchema } from '#lib/schemas/collections.ts';
import { requireActionAdmin } from '../require-action-admin.ts';

const collectionForm = { schema: collectionFormSchema, shown: SHOWN_IN_COLLECTION };

/** Lines that no work has are named beside the field, and nothing is saved. */
export const saveCollectionAction = viewerFormAction(
  collectionForm,
  async (viewer, { id, version, ...input }, form) => {
    const saved = await saveCollection(viewer, id === undefined ? null : { id, version }, input);
    if (saved.unknown.length > 0)
      return {
        values: typedValues(form, SHOWN_IN_COLLECTION),
        fieldErrors: { works: `No work in the gallery has this URL: ${saved.unknown.join(', ')}` },
      };
    await refreshCollections();
    redirect('/admin/collections?said=saved');
  },
);

export async function deleteCollectionAction(form: FormData): Promise<void> {
  let result: Record<string, string> = { said: 'deleted' };
  try {
    const { id } = parseForm(collectionIdSchema, form);
    await deleteCollection(await requireActionAdmin(), id);
    await refreshCollections();
  } catch (error) {
    result = problemParams(error);
  }
  redirect(`/admin/collections?${new URLSearchParams(result)}`);
}

async function refreshCollections(): Promise<void> {
  updateTag('collections');
  await announceTags(['collections']);
}
