import type { Metadata } from 'next';
import { requireViewer } from '#lib/auth/viewer.ts';
import { EndpointsPage } from './endpoints-page.tsx';

export const metadata: Metadata = { title: 'Webhooks' };

type Props = { searchParams: Promise<Record<string, string | string[]>> };

/** Webhooks of the viewer’s works and sales. */
export default async function WebhooksPage({ searchParams }: Props) {
  const viewer = await requireViewer('/dashboard/settings/webhooks');
  return <EndpointsPage viewer={viewer} scope="own" query={await searchParams} />;
}
