import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { NewRecoveryCodesForm } from '#components/accounts/new-recovery-codes-form.tsx';
import { requireSignInMethods } from '#lib/accounts/factors/sign-in-methods.ts';
import { requireRecentProof } from '#lib/auth/require-recent-proof.ts';
import { requireViewer } from '#lib/auth/viewer.ts';
import { replaceRecoveryCodesAction } from '../factor-actions.ts';
import { type FactorPageProps, factorPaths } from '../factor-paths.ts';

export const metadata: Metadata = { title: 'Recovery codes' };

/** Makes new recovery codes. */
export default async function RecoveryCodesPage({ searchParams }: FactorPageProps) {
  const { path, next } = await factorPaths('recovery-codes', searchParams);
  const viewer = await requireViewer(path);
  await requireRecentProof(path);
  const { hasSecondFactor, recoveryCodes } = await requireSignInMethods(viewer.id);
  if (!hasSecondFactor) notFound();
  return (
    <div className="max-w-xl space-y-5">
      <h1 className="text-lg font-medium">Recovery codes</h1>
      <NewRecoveryCodesForm action={replaceRecoveryCodesAction} next={next} left={recoveryCodes} />
    </div>
  );
}
