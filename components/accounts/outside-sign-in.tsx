'use client';

import { useState } from 'react';
import { Button } from '#components/ui/button.tsx';

type Props = { providers: { id: string; name: string }[]; next: string };

/** GitHub and Google, where they are configured. next-auth wants a token of its own with the request. */
export function OutsideSignIn({ providers, next }: Props) {
  const [failed, setFailed] = useState(false);
  async function go(id: string) {
    try {
      const { csrfToken } = await (await fetch('/api/auth/csrf')).json();
      const response = await fetch(`/api/auth/signin/${id}`, {
        method: 'POST',
        headers: { 'x-auth-return-redirect': '1' },
        body: new URLSearchParams({ csrfToken, callbackUrl: next, json: 'true' }),
      });
      const { url } = await response.json();
      location.assign(url);
    } catch {
      setFailed(true);
    }
  }
  if (providers.length === 0) return null;
  return (
    <div className="mt-6 space-y-3 border-t border-line pt-6">
      {providers.map(({ id, name }) => (
        <Button key={id} look="quiet" className="w-full" onClick={() => go(id)}>
          Go on with {name}
        </Button>
      ))}
      {failed && (
        <p role="alert" className="text-sm text-accent">
          That service cannot be reached right now.
        </p>
      )}
    </div>
  );
}
