'use server';

import { updateTag } from 'next/cache';
import { redirect } from 'next/navigation';
import { parseForm, viewerFormAction } from '#lib/auth/form-action.ts';
import { problemParams } from '#lib/auth/problem.ts';
import { deleteCollection } from '#lib/collections/delete-collection.ts';
import { getCollection } from '#lib/collections/queries.ts';
import { type SavedCollection, saveCollection } from '#lib/collections/save-collection.ts';
import { SHOWN_IN_COLLECTION } from '#lib/domain/collections.ts';
import { ExpectedError } from '#lib/domain/errors.ts';
import type { FormState } from '#lib/domain/form-state.ts';
import { typedValues } from '#lib/domain/typed-values.ts';
import type { Viewer } from '#lib/domain/viewer.ts';
import { announceTags } from '#lib/live/announce.ts';
import { type CollectionInput, collectionFormSchema, collectionIdSchema } from '#lib/schemas/collections.ts';
import { creationKeyOf } from '#lib/schemas/form-key.ts';
import { requireActionAdmin } from '../require-action-admin.ts';
import { collectionValues } from './collection-values.ts';

const collectionForm = { schema: collectionFormSchema, shown: SHOWN_IN_COLLECTION };

/** Lines that no work has are named beside the field, and nothing is saved. */
export const saveCollectionAction = viewerFormAction(
  collectionForm,
  async (viewer, { id, key, version, ...input }, form) => {
    const existing = id === undefined ? null : { id, version };
    let saved: SavedCollection;
    try {
      saved = await saveCollection(viewer, existing, input, creationKeyOf(key, input));
    } catch (error) {
      if (!existing || !(error instanceof ExpectedError) || error.code !== 'changed-elsewhere') throw error;
      return staleCollection(viewer, existing.id, input);
    }
    if (saved.unknown.length > 0)
      return {
        values: typedValues(form, SHOWN_IN_COLLECTION),
        fieldErrors: { works: `No work in the gallery has this URL: ${saved.unknown.join(', ')}` },
      };
    await refreshCollections();
    redirect('/admin/collections?said=saved');
  },
);

/** The next save then begins with what is stored now. */
async function staleCollection(viewer: Viewer, id: string, typed: CollectionInput): Promise<FormState> {
  const stored = await getCollection(viewer, id);
  if (!stored) throw new ExpectedError('not-found');
  const values = { ...collectionValues(typed), version: String(stored.version) };
  return { values, fieldErrors: {}, stored: collectionValues(stored) };
}

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
