'use server';

import { redirect } from 'next/navigation';
import { proveSession, requireRightPassword } from '#lib/accounts/session-proof.ts';
import { viewerFormAction } from '#lib/auth/form-action.ts';
import { readSession } from '#lib/auth/read-session.ts';
import { ExpectedError } from '#lib/domain/errors.ts';
import { ownPath } from '#lib/http/own-path.ts';
import { confirmPasswordSchema } from '#lib/schemas/accounts.ts';

/** “Confirm” with a password. */
export const confirmPasswordAction = viewerFormAction(
  { schema: confirmPasswordSchema, shown: {} },
  async (viewer, { password }, form) => {
    const session = await readSession();
    if (!session) throw new ExpectedError('signed-out');
    await proveSession(session, () => requireRightPassword(viewer.id, password));
    redirect(ownPath(form.get('next'), '/dashboard'));
  },
);
