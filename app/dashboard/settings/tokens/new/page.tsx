import type { Metadata } from 'next';
import { NewTokenForm } from '#components/tokens/new-token-form.tsx';
import { requireRecentProof } from '#lib/auth/require-recent-proof.ts';
import { requireViewer } from '#lib/auth/viewer.ts';
import { usableScopes } from '#lib/domain/api/tokens.ts';
import { createTokenAction } from '../actions.ts';

export const metadata: Metadata = { title: 'New token' };

const TOKENS = '/dashboard/settings/tokens';

/** Makes a personal access token. */
export default async function NewTokenPage() {
  const viewer = await requireViewer(`${TOKENS}/new`);
  await requireRecentProof(`${TOKENS}/new`);
  return (
    <div className="max-w-xl space-y-5">
      <h1 className="text-lg font-medium">New personal access token</h1>
      <NewTokenForm action={createTokenAction} scopes={usableScopes(viewer)} back={TOKENS} />
    </div>
  );
}
