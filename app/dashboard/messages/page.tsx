import type { Metadata } from 'next';
import { ThreadsPage, type ThreadsProps } from './threads-page.tsx';

export const metadata: Metadata = { title: 'Messages that wait for you' };

export default function WaitingThreadsPage(props: ThreadsProps) {
  return <ThreadsPage {...props} view="waiting" path="/dashboard/messages" />;
}
