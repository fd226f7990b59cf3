import Link from 'next/link';
import { z } from 'zod';
import { Notice } from '#components/ui/notice.tsx';
import { SubmitButton } from '#components/ui/submit-button.tsx';
import { EndpointFields } from '#components/webhooks/endpoint-fields.tsx';
import { problemMessage } from '#lib/auth/problem.ts';
import { formatDateTime } from '#lib/domain/format-date.ts';
import type { EndpointScope } from '#lib/domain/webhooks/endpoint.ts';
import { endpointPath } from '#lib/domain/webhooks/endpoint-names.ts';
import type { EndpointSecret } from '#lib/webhooks/read-secret.ts';
import { replaceSecretAction } from './actions.ts';

const DONE = {
  added: 'The endpoint is added. Copy its secret into your program, and then send a test.',
  replaced: 'This is the new secret.',
} as const;

// Anybody can edit a URL: an invalid parameter counts as missing.
const querySchema = z.object({
  done: z.enum(['added', 'replaced']).optional().catch(undefined),
  problem: z.string().optional().catch(undefined),
});

type Props = { scope: EndpointScope; id: string; found: EndpointSecret; query: Record<string, string | string[]> };

/** The signing secret of an endpoint, after a recent proof of who is there. */
export function SecretPage({ scope, id, found: { url, secret, previousUntil }, query }: Props) {
  const { done, problem } = querySchema.parse(query);
  return (
    <div className="max-w-2xl space-y-6">
      <h1 className="text-lg font-medium">Signing secret</h1>
      <Notice tone="done">{done && DONE[done]}</Notice>
      <Notice>{problemMessage(problem)}</Notice>
      <p className="leading-relaxed wrap-anywhere">
        Your program checks with it that a request to {url} comes from this shop. Nobody else may know it.
      </p>
      {secret ? (
        <p className="rounded-md bg-sunken p-4 break-all">
          <code>{secret}</code>
        </p>
      ) : (
        <Notice>The secret cannot be read any more, because the shop’s own key was changed. Please replace it.</Notice>
      )}
      {previousUntil && (
        <p className="text-sm">
          The secret from before signs as well until{' '}
          <time dateTime={previousUntil}>{formatDateTime(previousUntil)}</time>.
        </p>
      )}
      <form action={replaceSecretAction} className="space-y-3">
        <EndpointFields scope={scope} endpoint={id} />
        <p className="text-sm text-quiet">
          If somebody may have seen it, replace it. For 24 hours both sign every request, so that nothing is lost.
        </p>
        <SubmitButton variant="quiet" pendingText="One moment…">
          Replace the secret
        </SubmitButton>
      </form>
      <p className="text-sm">
        <Link href={endpointPath(scope, id)} prefetch={false} className="underline underline-offset-4">
          To the endpoint and its deliveries
        </Link>
      </p>
    </div>
  );
}
