import { requireAdmin } from '#lib/auth/viewer.ts';
import { EndpointsPage } from '../../dashboard/settings/webhooks/endpoints-page.tsx';
import { adminMetadata } from '../admin-metadata.ts';

export const generateMetadata = adminMetadata('Webhooks');

type Props = { searchParams: Promise<Record<string, string | string[]>> };

/** Webhooks of all works and sales. */
export default async function WebhooksPage({ searchParams }: Props) {
  const viewer = await requireAdmin('/admin/webhooks');
  return <EndpointsPage viewer={viewer} scope="shop" query={await searchParams} />;
}
