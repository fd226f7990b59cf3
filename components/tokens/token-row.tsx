import { ConfirmedButton } from '#components/ui/confirmed-button.tsx';
import { SCOPES } from '#lib/domain/api/scopes.ts';
import type { ListedPersonalToken } from '#lib/domain/api/tokens.ts';
import { formatDate } from '#lib/domain/format-date.ts';

type Props = { token: ListedPersonalToken; action(form: FormData): Promise<void> };

/** One personal access token, with what it may do and the button that deletes it. */
export function TokenRow({ token, action }: Props) {
  const { id, name, ending, scopes, createdAt, expiresAt, lastUsedAt, isExpired } = token;
  return (
    <li className="flex items-baseline justify-between gap-6 border-b border-line py-4">
      <div className="min-w-0 space-y-1 text-sm">
        <h2 dir="auto" className="text-base font-medium wrap-anywhere">
          {name} <code className="font-normal text-quiet">mys_…{ending}</code>
        </h2>
        <p className={isExpired ? 'font-medium text-accent' : 'text-quiet'}>
          {isExpired ? 'Ended on ' : 'Ends on '}
          <time dateTime={expiresAt}>{formatDate(expiresAt)}</time>
        </p>
        <p className="text-quiet">
          Made on <time dateTime={createdAt}>{formatDate(createdAt)}</time>
          {lastUsedAt ? (
            <>
              , last used on <time dateTime={lastUsedAt}>{formatDate(lastUsedAt)}</time>
            </>
          ) : (
            ', not used yet'
          )}
        </p>
        <ul className="text-quiet">
          {scopes.map((scope) => (
            <li key={scope}>{SCOPES[scope]}</li>
          ))}
        </ul>
      </div>
      <form action={action} className="shrink-0 text-sm">
        <input type="hidden" name="token" value={id} />
        <ConfirmedButton
          summary="Delete"
          subject={` the token ${name}`}
          text="Programs that have it get no more answers. It cannot be brought back."
        >
          Delete
        </ConfirmedButton>
      </form>
    </li>
  );
}
