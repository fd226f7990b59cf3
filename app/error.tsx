'use client';

import { Button } from '#components/ui/button.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';

/** Shown for a fault of ours; `digest` is the reference under which the server logged it. */
export default function ErrorPage({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  return (
    <EmptyState title="Something went wrong on our side" wholePage>
      <p>It has been noted.{error.digest && ` If you write to us, name the reference ${error.digest}.`}</p>
      <Button look="quiet" className="mt-6" onClick={reset}>
        Try again
      </Button>
    </EmptyState>
  );
}
