import type { EndpointScope } from '#lib/domain/webhooks/endpoint.ts';

/** Which endpoint a button is about. */
export function EndpointFields({ scope, endpoint }: { scope: EndpointScope; endpoint: string }) {
  return (
    <>
      <input type="hidden" name="scope" value={scope} />
      <input type="hidden" name="endpoint" value={endpoint} />
    </>
  );
}
