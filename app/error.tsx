'use client';

import { Button } from '#components/ui/button.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';

/** Shown after an unexpected error. `digest` is the reference under which the server logged it. */
export default function ErrorPage({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  return (
    <EmptyState title="Something went wrong on our side" wholePage>
      <p>
        The error has been logged.{error.digest && ` If you contact us, please quote the reference ${error.digest}.`}
      </p>
      <Button variant="quiet" className="mt-6" onClick={reset}>
        Try again
      </Button>
    </EmptyState>
  );
}
