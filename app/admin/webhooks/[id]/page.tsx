import { requireAdmin } from '#lib/auth/viewer.ts';
import { EndpointPage } from '../../../dashboard/settings/webhooks/endpoint-page.tsx';
import { adminMetadata } from '../../admin-metadata.ts';

export const generateMetadata = adminMetadata('Webhook endpoint');

type Props = { params: Promise<{ id: string }>; searchParams: Promise<Record<string, string | string[]>> };

export default async function WebhookEndpointPage({ params, searchParams }: Props) {
  const { id } = await params;
  const viewer = await requireAdmin(`/admin/webhooks/${id}`);
  return <EndpointPage viewer={viewer} scope="shop" id={id} query={await searchParams} />;
}
