'use client';

import { useState } from 'react';
import { Button } from '#components/ui/button.tsx';

type Props = { providers: { id: string; name: string }[]; next: string };

/** Buttons for the configured OAuth providers (GitHub, Google). next-auth requires its CSRF token in the request. */
export function OAuthSignIn({ providers, next }: Props) {
  const [failed, setFailed] = useState(false);
  async function signIn(id: string) {
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
        <Button key={id} variant="quiet" className="w-full" onClick={() => signIn(id)}>
          Continue with {name}
        </Button>
      ))}
      {failed && (
        <p role="alert" className="text-sm text-accent">
          This service cannot be reached right now.
        </p>
      )}
    </div>
  );
}
