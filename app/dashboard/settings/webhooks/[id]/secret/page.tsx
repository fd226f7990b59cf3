import type { Metadata } from 'next';
import { requireViewer } from '#lib/auth/viewer.ts';
import { findSecret } from '../../find-secret.ts';
import { SecretPage } from '../../secret-page.tsx';

export const metadata: Metadata = { title: 'Signing secret' };

type Props = { params: Promise<{ id: string }>; searchParams: Promise<Record<string, string | string[]>> };

export default async function WebhookSecretPage({ params, searchParams }: Props) {
  const { id } = await params;
  const viewer = await requireViewer(`/dashboard/settings/webhooks/${id}/secret`);
  const found = await findSecret(viewer, 'own', id);
  return <SecretPage scope="own" id={id} found={found} query={await searchParams} />;
}
