'use server';

import { redirect } from 'next/navigation';
import { z } from 'zod';
import { createPersonalToken } from '#lib/api-tokens/create-personal-token.ts';
import { deletePersonalToken } from '#lib/api-tokens/delete-personal-token.ts';
import { parseForm, requireActionViewer, viewerFormAction } from '#lib/auth/form-action.ts';
import { problemParams } from '#lib/auth/problem.ts';
import { requireRecentProof } from '#lib/auth/require-recent-proof.ts';
import { SCOPE_NAMES } from '#lib/domain/api/scopes.ts';
import { MAX_TOKEN_NAME } from '#lib/domain/api/tokens.ts';
import { newPersonalTokenSchema } from '#lib/schemas/personal-tokens.ts';

const PAGE = '/dashboard/settings/tokens';

const newToken = {
  schema: newPersonalTokenSchema,
  // The boxes that were ticked, and the rest as it was typed.
  shown: { name: MAX_TOKEN_NAME, days: 3, ...Object.fromEntries(SCOPE_NAMES.map((scope) => [scope, 2])) },
};

/** “Make the token”. A form that is sent twice makes two: the first one could not be shown a second time. */
export const createTokenAction = viewerFormAction(newToken, async (viewer, input) => {
  await requireRecentProof(`${PAGE}/new`);
  return { values: {}, fieldErrors: {}, newToken: await createPersonalToken(viewer, input) };
});

const formSchema = z.object({ token: z.uuid() });

/** “Delete” beside one token. */
export async function deleteTokenAction(form: FormData): Promise<void> {
  let result: Record<string, string> = { deleted: '1' };
  try {
    const { token } = parseForm(formSchema, form);
    await deletePersonalToken(await requireActionViewer(), token);
  } catch (error) {
    result = problemParams(error);
  }
  redirect(`${PAGE}?${new URLSearchParams(result)}`);
}
