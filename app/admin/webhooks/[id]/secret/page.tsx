import { requireAdmin } from '#lib/auth/viewer.ts';
import { findSecret } from '../../../../dashboard/settings/webhooks/find-secret.ts';
import { SecretPage } from '../../../../dashboard/settings/webhooks/secret-page.tsx';
import { adminMetadata } from '../../../admin-metadata.ts';

export const generateMetadata = adminMetadata('Signing secret');

type Props = { params: Promise<{ id: string }>; searchParams: Promise<Record<string, string | string[]>> };

export default async function WebhookSecretPage({ params, searchParams }: Props) {
  const { id } = await params;
  const viewer = await requireAdmin(`/admin/webhooks/${id}/secret`);
  const found = await findSecret(viewer, 'shop', id);
  return <SecretPage scope="shop" id={id} found={found} query={await searchParams} />;
}
