import { SubmitButton } from '#components/ui/submit-button.tsx';
import { formatDate, formatDateTime } from '#lib/domain/format-date.ts';
import type { ListedSession } from '#lib/domain/session.ts';

const countryName = new Intl.DisplayNames('en', { type: 'region', fallback: 'none' });

type Props = { session: ListedSession; action(form: FormData): Promise<void> };

/** One place where somebody is signed in, with the button that ends it. */
export function SessionRow({ session: { id, device, country, createdAt, lastSeenAt, isCurrent }, action }: Props) {
  const name = device || 'Unknown device';
  const place = country && countryName.of(country);
  return (
    <li className="flex items-baseline justify-between gap-6 border-b border-line py-4">
      <div className="min-w-0">
        <h2 className="font-medium wrap-anywhere">
          <bdi>{name}</bdi>
          {place && <span className="font-normal text-quiet">, {place}</span>}
        </h2>
        <p className="text-sm text-quiet">
          {isCurrent ? (
            'This device'
          ) : (
            <>
              Last seen <time dateTime={lastSeenAt}>{formatDateTime(lastSeenAt)}</time>
            </>
          )}
          {'; signed in on '}
          <time dateTime={createdAt}>{formatDate(createdAt)}</time>
        </p>
      </div>
      <form action={action} className="shrink-0 text-sm">
        <input type="hidden" name="session" value={id} />
        <SubmitButton variant="text" pendingText="…">
          Sign out
          <span className="sr-only"> {isCurrent ? 'on this device' : name}</span>
        </SubmitButton>
      </form>
    </li>
  );
}
