import { TextField } from '#components/ui/field.tsx';
import { SubmitButton } from '#components/ui/submit-button.tsx';

type Action = (form: FormData) => Promise<void>;

/** The actions on an event; null for one that is not possible. Works without JavaScript. */
export function EventActions({ id, replay, discard }: { id: string; replay: Action | null; discard: Action | null }) {
  if (!replay && !discard) return null;
  return (
    <div className="mt-8 grid max-w-3xl justify-items-start gap-5">
      {replay && (
        <form action={replay}>
          <input type="hidden" name="eventId" value={id} />
          <SubmitButton pendingText="Replaying…">Replay</SubmitButton>
        </form>
      )}
      {discard && (
        <details className="w-full text-sm">
          <summary className="w-fit text-quiet underline underline-offset-4 hover:text-ink">Discard</summary>
          <form action={discard} className="mt-4 grid max-w-prose gap-4">
            <input type="hidden" name="eventId" value={id} />
            <p>
              It will not be applied, even if Stripe sends it again. Its payload is kept, and it can still be replayed.
            </p>
            <TextField name="why" label="Reason" optional maxLength={500} />
            <SubmitButton variant="quiet" className="justify-self-start" pendingText="Discarding…">
              Discard this event
            </SubmitButton>
          </form>
        </details>
      )}
    </div>
  );
}
