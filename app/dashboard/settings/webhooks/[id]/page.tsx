import type { Metadata } from 'next';
import { requireViewer } from '#lib/auth/viewer.ts';
import { EndpointPage } from '../endpoint-page.tsx';

export const metadata: Metadata = { title: 'Webhook endpoint' };

type Props = { params: Promise<{ id: string }>; searchParams: Promise<Record<string, string | string[]>> };

export default async function WebhookEndpointPage({ params, searchParams }: Props) {
  const { id } = await params;
  const viewer = await requireViewer(`/dashboard/settings/webhooks/${id}`);
  return <EndpointPage viewer={viewer} scope="own" id={id} query={await searchParams} />;
}
