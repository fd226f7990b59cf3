import type { Metadata } from 'next';
import { ThreadsPage, type ThreadsProps } from '../threads-page.tsx';

export const metadata: Metadata = { title: 'What you have asked' };

export default function AskedThreadsPage(props: ThreadsProps) {
  return <ThreadsPage {...props} view="asked" path="/dashboard/messages/asked" />;
}
