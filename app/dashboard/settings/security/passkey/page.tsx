import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { AddPasskeyForm } from '#components/accounts/add-passkey-form.tsx';
import { arePasskeysPossible } from '#lib/accounts/factors/relying-party.ts';
import { requireRecentProof } from '#lib/auth/require-recent-proof.ts';
import { requireViewer } from '#lib/auth/viewer.ts';
import { addPasskeyAction, newPasskeyQuestionAction } from '../factor-actions.ts';
import { type FactorPageProps, factorPaths } from '../factor-paths.ts';

export const metadata: Metadata = { title: 'Add a passkey' };

/** Adds a passkey. */
export default async function PasskeyPage({ searchParams }: FactorPageProps) {
  if (!arePasskeysPossible()) notFound();
  const { path, next } = await factorPaths('passkey', searchParams);
  await requireViewer(path);
  await requireRecentProof(path);
  return (
    <div className="max-w-xl space-y-5">
      <h1 className="text-lg font-medium">Add a passkey</h1>
      <p>
        Your browser asks where to keep it: on this device, in your password manager, on your phone or on a security
        key.
      </p>
      <AddPasskeyForm action={addPasskeyAction} ask={newPasskeyQuestionAction} next={next} />
    </div>
  );
}
