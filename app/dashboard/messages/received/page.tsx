import type { Metadata } from 'next';
import { ThreadsPage, type ThreadsProps } from '../threads-page.tsx';

export const metadata: Metadata = { title: 'Messages you received' };

export default function ReceivedThreadsPage(props: ThreadsProps) {
  return <ThreadsPage {...props} view="received" path="/dashboard/messages/received" />;
}
