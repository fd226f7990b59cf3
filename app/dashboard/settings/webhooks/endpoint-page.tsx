import Link from 'next/link';
import { notFound } from 'next/navigation';
import { z } from 'zod';
import { Notice } from '#components/ui/notice.tsx';
import { PageLinks } from '#components/ui/page-links.tsx';
import { SubmitButton } from '#components/ui/submit-button.tsx';
import { DeliveryRow } from '#components/webhooks/delivery-row.tsx';
import { EndpointButtons } from '#components/webhooks/endpoint-buttons.tsx';
import { EndpointFields } from '#components/webhooks/endpoint-fields.tsx';
import { EndpointForm } from '#components/webhooks/endpoint-form.tsx';
import { EndpointState } from '#components/webhooks/endpoint-state.tsx';
import { problemMessage } from '#lib/auth/problem.ts';
import type { Viewer } from '#lib/domain/viewer.ts';
import { type EndpointDto, type EndpointScope, MAX_ENDPOINT_URL } from '#lib/domain/webhooks/endpoint.ts';
import { endpointPath, endpointsPath } from '#lib/domain/webhooks/endpoint-names.ts';
import { readKeysetCursor } from '#lib/schemas/keyset-cursor.ts';
import { getEndpoint, listDeliveries } from '#lib/webhooks/queries.ts';
import {
  deleteEndpointAction,
  replayAction,
  replayFailedAction,
  saveEndpointAction,
  sendTestAction,
  switchOffAction,
  switchOnAction,
} from './actions.ts';
import { formValues } from './form-values.ts';

const DONE = {
  tested: 'A test is on its way. Load this page again to see how it went.',
  replayed: 'It is on its way once more. Load this page again to see how it went.',
  on: 'The endpoint is on.',
  off: 'The endpoint is off.',
} as const;

// Anybody can edit a URL: an invalid parameter counts as missing. `url` and `events` are what was typed before “Confirm it’s you”.
const querySchema = z.object({
  done: z.enum(['tested', 'replayed', 'on', 'off']).optional().catch(undefined),
  problem: z.string().optional().catch(undefined),
  url: z.string().max(MAX_ENDPOINT_URL).optional().catch(undefined),
  events: z.string().max(1_000).catch(''),
});

const actions = {
  sendTest: sendTestAction,
  switchOn: switchOnAction,
  switchOff: switchOffAction,
  deleteEndpoint: deleteEndpointAction,
};

type Props = { viewer: Viewer; scope: EndpointScope; id: string; query: Record<string, string | string[]> };

/** One endpoint: its state, what can be done about it, and the log of its deliveries. */
export async function EndpointPage({ viewer, scope, id, query }: Props) {
  const { done, problem, url, events } = querySchema.parse(query);
  const endpoint = z.uuid().safeParse(id).success ? await getEndpoint(viewer, scope, id) : null;
  if (!endpoint) notFound();
  const typed = url === undefined ? formValues(endpoint.url, endpoint.events) : formValues(url, events.split(' '));
  return (
    <div className="max-w-4xl space-y-6">
      <p className="text-sm">
        <Link
          href={endpointsPath(scope)}
          prefetch={false}
          className="text-quiet underline underline-offset-4 hover:text-ink"
        >
          All endpoints
        </Link>
      </p>
      <h1 className="text-lg font-medium wrap-anywhere">{endpoint.url}</h1>
      <Notice tone="done">{done && DONE[done]}</Notice>
      <Notice>{problemMessage(problem)}</Notice>
      <p className="text-sm">
        <EndpointState endpoint={endpoint} />
      </p>
      <EndpointButtons endpoint={endpoint} scope={scope} actions={actions} />
      <Deliveries viewer={viewer} scope={scope} endpoint={endpoint} query={query} />
      <section className="pt-6">
        <h2 className="mb-5 text-lg font-medium">URL and events</h2>
        <EndpointForm
          action={saveEndpointAction}
          initial={{ values: typed, fieldErrors: {} }}
          scope={scope}
          endpoint={id}
          button="Save"
        />
      </section>
    </div>
  );
}

type LogProps = { viewer: Viewer; scope: EndpointScope; endpoint: EndpointDto; query: Props['query'] };

async function Deliveries({ viewer, scope, endpoint: { id, switchedOff }, query }: LogProps) {
  const cursor = readKeysetCursor(query);
  const { rows, ...around } = await listDeliveries(viewer, scope, id, cursor);
  return (
    <section className="pt-6">
      <h2 className="text-lg font-medium">Deliveries</h2>
      <p className="mt-2 text-sm text-quiet">
        {rows.length === 0
          ? 'Nothing has been sent in the last 30 days. “Send a test” sends something at once.'
          : 'The last 30 days, newest first.'}
      </p>
      {!switchedOff && rows.some(({ status }) => status === 'failed') && (
        <form action={replayFailedAction} className="mt-4">
          <EndpointFields scope={scope} endpoint={id} />
          <SubmitButton variant="quiet" pendingText="One moment…">
            Replay everything that failed
          </SubmitButton>
        </form>
      )}
      <ul className="mt-2">
        {rows.map((delivery) => (
          <DeliveryRow
            key={delivery.id}
            delivery={delivery}
            scope={scope}
            endpoint={id}
            replay={switchedOff ? null : replayAction}
          />
        ))}
      </ul>
      <PageLinks path={endpointPath(scope, id)} {...around} isNewest={!cursor} />
    </section>
  );
}
