import Link from 'next/link';
import type { ReactNode } from 'react';
import { ConfirmedButton } from '#components/ui/confirmed-button.tsx';
import { formatDate } from '#lib/domain/format-date.ts';
import { hasSecondFactor, type ListedPasskey, RECOVERY_CODES, type SignInMethods } from '#lib/domain/second-factors.ts';

type Props = {
  methods: SignInMethods;
  /** The path of this page, below which those for changes are. */
  path: string;
  /** Where the person wanted to go before they were asked for a factor; '' if they were not. */
  next: string;
  arePasskeysPossible: boolean;
  removePasskey(form: FormData): Promise<void>;
  removeApp(): Promise<void>;
};

const linkClass = 'underline underline-offset-4';

/** Passkeys, authenticator app and recovery codes of an account, with what can be done about each. */
export function SignInMethodList({ methods, path, next, arePasskeysPossible, removePasskey, removeApp }: Props) {
  const { passkeys, hasApp, recoveryCodes } = methods;
  const to = (page: string) => `${path}/${page}${next && `?next=${encodeURIComponent(next)}`}`;
  return (
    <div>
      <Method
        title="Passkeys"
        text="A fingerprint, a face, a PIN or a security key, instead of the password or after it. No other site can ask for it."
        action={
          arePasskeysPossible && (
            <Link href={to('passkey')} prefetch={false} className={linkClass}>
              Add a passkey
            </Link>
          )
        }
      >
        {!arePasskeysPossible && (
          <p className="mt-2 text-sm">Passkeys need https and a name instead of an IP address.</p>
        )}
        {passkeys.length > 0 && (
          <ul className="mt-3">
            {passkeys.map((passkey) => (
              <PasskeyRow key={passkey.id} passkey={passkey} remove={removePasskey} />
            ))}
          </ul>
        )}
      </Method>
      <Method
        title="Authenticator app"
        text={
          hasApp
            ? 'On. After the password you are asked for the six digits that it shows.'
            : 'Six digits after the password, from an app on your phone.'
        }
        action={
          hasApp ? (
            <form action={removeApp}>
              <ConfirmedButton
                summary="Remove"
                subject=" the authenticator app"
                text="Its codes are of no use any more. You can set it up once more."
              >
                Remove
              </ConfirmedButton>
            </form>
          ) : (
            <Link href={to('authenticator')} prefetch={false} className={linkClass}>
              Set up
            </Link>
          )
        }
      />
      {hasSecondFactor(methods) && (
        <Method
          title="Recovery codes"
          text={`${recoveryCodes} of ${RECOVERY_CODES} left, for the day on which you have neither passkey nor app.`}
          action={
            <Link href={to('recovery-codes')} prefetch={false} className={linkClass}>
              Make new ones
            </Link>
          }
        />
      )}
    </div>
  );
}

type MethodProps = { title: string; text: string; action: ReactNode; children?: ReactNode };

function Method({ title, text, action, children }: MethodProps) {
  return (
    <section className="border-b border-line py-4">
      <div className="flex flex-wrap items-baseline justify-between gap-x-6 gap-y-1">
        <h2 className="font-medium">{title}</h2>
        <div className="text-sm">{action}</div>
      </div>
      <p className="mt-1 max-w-prose text-sm text-quiet">{text}</p>
      {children}
    </section>
  );
}

function PasskeyRow({ passkey, remove }: { passkey: ListedPasskey; remove(form: FormData): Promise<void> }) {
  const { id, name, createdAt, lastUsedAt, isBackedUp } = passkey;
  return (
    <li className="flex items-baseline justify-between gap-6 py-2 text-sm">
      <div className="min-w-0">
        <p dir="auto" className="font-medium wrap-anywhere">
          {name}
        </p>
        <p className="text-quiet">
          Added on <time dateTime={createdAt}>{formatDate(createdAt)}</time>
          {lastUsedAt ? (
            <>
              , last used on <time dateTime={lastUsedAt}>{formatDate(lastUsedAt)}</time>
            </>
          ) : (
            ', not used yet'
          )}
          {isBackedUp ? '; copied to your other devices' : '; on one device only'}
        </p>
      </div>
      <form action={remove} className="shrink-0">
        <input type="hidden" name="passkey" value={id} />
        <ConfirmedButton summary="Remove" subject={` the passkey ${name}`} text="Nobody can sign in with it any more.">
          Remove
        </ConfirmedButton>
      </form>
    </li>
  );
}
