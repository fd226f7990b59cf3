'use client';

import { useActionState } from 'react';
import { FieldError, TextField } from '#components/ui/field.tsx';
import { FormErrors } from '#components/ui/form-errors.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { SubmitButton } from '#components/ui/submit-button.tsx';
import { useErrorFocus } from '#components/ui/use-error-focus.ts';
import { type FormState, fieldStates } from '#lib/domain/form-state.ts';
import { typedLength } from '#lib/domain/typed-length.ts';
import { type EndpointScope, MAX_ENDPOINT_URL } from '#lib/domain/webhooks/endpoint.ts';
import { WEBHOOK_EVENT_NAMES, WEBHOOK_EVENTS } from '#lib/domain/webhooks/webhook-events.ts';

type Props = {
  action: (state: FormState, form: FormData) => Promise<FormState>;
  initial: FormState;
  scope: EndpointScope;
  /** The endpoint that is changed; '' adds one. */
  endpoint: string;
  button: string;
};

/** URL and events of an endpoint. */
export function EndpointForm({ action, initial, scope, endpoint, button }: Props) {
  const [state, submit] = useActionState(action, initial);
  const field = fieldStates(state, ['url', 'events']);
  return (
    <form ref={useErrorFocus(state)} action={submit} className="space-y-5" noValidate>
      <FormErrors {...state} />
      <Notice tone="done">{state.done}</Notice>
      <input type="hidden" name="scope" value={scope} />
      <input type="hidden" name="endpoint" value={endpoint} />
      <TextField
        {...field('url')}
        label="URL"
        type="url"
        inputMode="url"
        hint="Where your program receives webhooks. It has to begin with https://."
        autoComplete="off"
        autoCapitalize="none"
        maxLength={typedLength(MAX_ENDPOINT_URL)}
      />
      <EventChoices values={state.values} error={state.fieldErrors.events} />
      <SubmitButton variant="quiet" pendingText="One moment…">
        {button}
      </SubmitButton>
    </form>
  );
}

function EventChoices({ values, error }: { values: Readonly<Record<string, string>>; error: string | undefined }) {
  return (
    <fieldset aria-describedby={error && 'events-error'}>
      <legend className="mb-1.5 text-sm font-medium">Events</legend>
      <div className="grid gap-x-8 gap-y-1.5 md:grid-cols-2">
        {WEBHOOK_EVENT_NAMES.map((name, index) => (
          <label key={name} className="flex cursor-pointer items-start gap-2.5 py-1 text-sm">
            <input
              type="checkbox"
              name={name}
              value="on"
              defaultChecked={values[name] === 'on'}
              aria-invalid={error && index === 0 ? true : undefined}
              className="mt-0.5 size-4 shrink-0 accent-ink"
            />
            <span>
              <code className="text-sm">{name}</code>
              <span className="block text-quiet">{WEBHOOK_EVENTS[name]}</span>
            </span>
          </label>
        ))}
      </div>
      <FieldError id="events-error">{error}</FieldError>
    </fieldset>
  );
}
