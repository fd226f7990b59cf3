import Link from 'next/link';
import { EmptyState } from '#components/ui/empty-state.tsx';

export function NothingSaved() {
  return (
    <EmptyState title="Nothing saved yet">
      <p>The heart beside a work keeps it here.</p>
      <p className="mt-3">
        <Link href="/" prefetch={false} className="underline underline-offset-4">
          Browse the gallery
        </Link>
      </p>
    </EmptyState>
  );
}
