import { z } from 'zod';
import { Notice } from '#components/ui/notice.tsx';
import { EndpointForm } from '#components/webhooks/endpoint-form.tsx';
import { EndpointRow } from '#components/webhooks/endpoint-row.tsx';
import { problemMessage } from '#lib/auth/problem.ts';
import { ExpectedError } from '#lib/domain/errors.ts';
import type { Viewer } from '#lib/domain/viewer.ts';
import { type EndpointScope, MAX_ENDPOINT_URL, MAX_ENDPOINTS } from '#lib/domain/webhooks/endpoint.ts';
import { listEndpoints } from '#lib/webhooks/queries.ts';
import { saveEndpointAction } from './actions.ts';
import { formValues } from './form-values.ts';

const INTRODUCTION: Readonly<Record<EndpointScope, string>> = {
  own: 'A program of yours can be told when one of your works is published, changed or sold.',
  shop: 'A program of the shop can be told when any work is published, changed or sold.',
};

// Anybody can edit a URL: an invalid parameter counts as missing. `url` and `events` are what was typed before “Confirm it’s you”.
const querySchema = z.object({
  done: z.literal('deleted').optional().catch(undefined),
  problem: z.string().optional().catch(undefined),
  url: z.string().max(MAX_ENDPOINT_URL).catch(''),
  events: z.string().max(1_000).catch(''),
});

type Props = { viewer: Viewer; scope: EndpointScope; query: Record<string, string | string[]> };

/** The endpoints of an account or of the shop, and the form that adds one. */
export async function EndpointsPage({ viewer, scope, query }: Props) {
  const { done, problem, url, events } = querySchema.parse(query);
  const endpoints = await listEndpoints(viewer, scope);
  return (
    <div className="max-w-3xl space-y-6">
      <h1 className="text-lg font-medium">Webhooks</h1>
      <Notice tone="done">{done && 'The endpoint is deleted.'}</Notice>
      <Notice>{problemMessage(problem)}</Notice>
      <p className="max-w-prose leading-relaxed">
        {INTRODUCTION[scope]} The shop sends it a signed request for each event, by the{' '}
        <a href="https://www.standardwebhooks.com" className="underline underline-offset-4">
          Standard Webhooks
        </a>{' '}
        specification, and tries for three days if it does not arrive.
      </p>
      {endpoints.length > 0 && (
        <ul>
          {endpoints.map((endpoint) => (
            <EndpointRow key={endpoint.id} endpoint={endpoint} scope={scope} />
          ))}
        </ul>
      )}
      <section className="pt-6">
        <h2 className="mb-5 text-lg font-medium">Add an endpoint</h2>
        {viewer.isEmailProven && endpoints.length < MAX_ENDPOINTS ? (
          <EndpointForm
            action={saveEndpointAction}
            initial={{ values: formValues(url, events.split(' ')), fieldErrors: {} }}
            scope={scope}
            endpoint=""
            button="Add this endpoint"
          />
        ) : (
          <p className="max-w-prose text-sm">
            {new ExpectedError(viewer.isEmailProven ? 'too-many-endpoints' : 'webhooks-need-proven-email').message}
          </p>
        )}
      </section>
    </div>
  );
}
