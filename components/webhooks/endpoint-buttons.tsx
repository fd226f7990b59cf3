import Link from 'next/link';
import { buttonClass } from '#components/ui/button.tsx';
import { SubmitButton } from '#components/ui/submit-button.tsx';
import type { EndpointDto, EndpointScope } from '#lib/domain/webhooks/endpoint.ts';
import { endpointSecretPath } from '#lib/domain/webhooks/endpoint-names.ts';
import { EndpointFields } from './endpoint-fields.tsx';

type Action = (form: FormData) => Promise<void>;
type EndpointActions = { sendTest: Action; switchOn: Action; switchOff: Action; deleteEndpoint: Action };

type Props = { endpoint: EndpointDto; scope: EndpointScope; actions: EndpointActions };

/** What can be done about an endpoint besides changing it. */
export function EndpointButtons({ endpoint: { id, switchedOff }, scope, actions }: Props) {
  const fields = <EndpointFields scope={scope} endpoint={id} />;
  return (
    <>
      <div className="flex flex-wrap gap-3">
        {switchedOff ? (
          <form action={actions.switchOn}>
            {fields}
            <SubmitButton pendingText="One moment…">Switch on</SubmitButton>
          </form>
        ) : (
          <>
            <form action={actions.sendTest}>
              {fields}
              <SubmitButton variant="quiet" pendingText="One moment…">
                Send a test
              </SubmitButton>
            </form>
            <form action={actions.switchOff}>
              {fields}
              <SubmitButton variant="quiet" pendingText="One moment…">
                Switch off
              </SubmitButton>
            </form>
          </>
        )}
        <Link href={endpointSecretPath(scope, id)} prefetch={false} className={buttonClass('quiet')}>
          Signing secret
        </Link>
      </div>
      <details className="text-sm">
        <summary className="w-fit text-quiet underline underline-offset-4 hover:text-ink">Delete</summary>
        <form action={actions.deleteEndpoint} className="mt-4 grid max-w-prose justify-items-start gap-4">
          {fields}
          <p>It is told of nothing any more, and its log is not shown any more.</p>
          <SubmitButton variant="quiet" pendingText="Deleting…">
            Delete this endpoint
          </SubmitButton>
        </form>
      </details>
    </>
  );
}
