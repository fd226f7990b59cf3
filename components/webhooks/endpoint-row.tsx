import Link from 'next/link';
import type { EndpointDto, EndpointScope } from '#lib/domain/webhooks/endpoint.ts';
import { endpointPath } from '#lib/domain/webhooks/endpoint-names.ts';
import { EndpointState } from './endpoint-state.tsx';

/** One endpoint in the list, with the link to its page. */
export function EndpointRow({ endpoint, scope }: { endpoint: EndpointDto; scope: EndpointScope }) {
  return (
    <li className="border-b border-line py-4 text-sm">
      <h2 className="font-medium">
        <Link
          href={endpointPath(scope, endpoint.id)}
          prefetch={false}
          className="wrap-anywhere underline underline-offset-4"
        >
          {endpoint.url}
        </Link>
      </h2>
      <p className="mt-1 text-quiet">{endpoint.events.join(', ')}</p>
      <p className="mt-1">
        <EndpointState endpoint={endpoint} />
      </p>
    </li>
  );
}
