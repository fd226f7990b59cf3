'use server';

import type { PublicKeyCredentialCreationOptionsJSON } from '@simplewebauthn/server';
import { headers } from 'next/headers';
import { redirect } from 'next/navigation';
import { z } from 'zod';
import { addPasskey, newPasskeyQuestion } from '#lib/accounts/factors/add-passkey.ts';
import { replaceRecoveryCodes } from '#lib/accounts/factors/recovery-codes.ts';
import { removePasskey } from '#lib/accounts/factors/remove-passkey.ts';
import { confirmAppSetUp, removeApp } from '#lib/accounts/factors/set-up-app.ts';
import { parseForm, requireActionViewer, viewerFormAction } from '#lib/auth/form-action.ts';
import { problemParams } from '#lib/auth/problem.ts';
import { questionState } from '#lib/auth/question-state.ts';
import { requestAddress } from '#lib/auth/request-address.ts';
import { requestOrigin } from '#lib/auth/request-origin.ts';
import { requireRecentProof } from '#lib/auth/require-recent-proof.ts';
import type { FormState } from '#lib/domain/form-state.ts';
import { type QuestionState, SHOWN_IN_PASSKEY } from '#lib/domain/second-factors.ts';
import type { Viewer } from '#lib/domain/viewer.ts';
import { codeSchema, newPasskeyFormSchema } from '#lib/schemas/passkeys.ts';

const PAGE = '/dashboard/settings/security';

const done = (text: string, recoveryCodes: string[] | null): FormState => ({
  ...{ values: {}, fieldErrors: {}, done: text },
  ...(recoveryCodes && { recoveryCodes }),
});

/** The first code of an authenticator app. */
export const confirmAppAction = viewerFormAction({ schema: codeSchema, shown: {} }, async (viewer, { code }) => {
  await requireRecentProof(`${PAGE}/authenticator`);
  return done('Your authenticator app is set up.', await confirmAppSetUp(viewer, code));
});

/** “Make new codes”. */
export const replaceRecoveryCodesAction = viewerFormAction({ schema: z.object({}), shown: {} }, async (viewer) => {
  await requireRecentProof(`${PAGE}/recovery-codes`);
  return done(
    'These are your new recovery codes. The old ones are of no use any more.',
    await replaceRecoveryCodes(viewer),
  );
});

/** “Add a passkey”: what the browser needs for it. */
export async function newPasskeyQuestionAction(): Promise<QuestionState<PublicKeyCredentialCreationOptionsJSON>> {
  return questionState(async () => {
    const viewer = await requireActionViewer();
    await requireRecentProof(`${PAGE}/passkey`);
    return newPasskeyQuestion(viewer, requestAddress(await headers()).key);
  });
}

export const addPasskeyAction = viewerFormAction(
  { schema: newPasskeyFormSchema, shown: SHOWN_IN_PASSKEY },
  async (viewer, { name, passkey }) => {
    await requireRecentProof(`${PAGE}/passkey`);
    const given = name || requestOrigin(await headers()).device || 'Passkey';
    return done(`The passkey “${given}” is yours to sign in with.`, await addPasskey(viewer, given, passkey));
  },
);

const passkeySchema = z.object({ passkey: z.string().min(1).max(1_400) });

/** “Remove” beside a passkey. */
export async function removePasskeyAction(form: FormData): Promise<void> {
  return remove('passkey', (viewer) => removePasskey(viewer, parseForm(passkeySchema, form).passkey));
}

/** “Remove” beside the authenticator app. */
export async function removeAppAction(): Promise<void> {
  return remove('app', removeApp);
}

async function remove(what: string, command: (viewer: Viewer) => Promise<void>): Promise<void> {
  let result: Record<string, string> = { removed: what };
  try {
    const viewer = await requireActionViewer();
    await requireRecentProof(`${PAGE}?confirmed=1`);
    await command(viewer);
  } catch (error) {
    result = problemParams(error);
  }
  redirect(`${PAGE}?${new URLSearchParams(result)}`);
}
