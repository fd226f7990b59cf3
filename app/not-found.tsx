import type { Metadata } from 'next';
import Link from 'next/link';
import { EmptyState } from '#components/ui/empty-state.tsx';

export const metadata: Metadata = { title: 'Not found' };

export default function NotFound() {
  return (
    <EmptyState title="There is nothing here" wholePage>
      <p>
        The URL is wrong, or the work is no longer shown.{' '}
        <Link href="/" className="underline underline-offset-4">
          See the gallery
        </Link>
      </p>
    </EmptyState>
  );
}
