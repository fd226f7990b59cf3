import type { ReactNode } from 'react';
import { buttonClass } from './button.tsx';
import { SubmitButton } from './submit-button.tsx';

type Props = {
  /** The fields in the order of the form; those that are alike are left out. */
  rows: { label: string; stored: string; typed: string }[];
  /** A page with the form as it is stored. */
  path: string;
  /** Name and value of the button that saves. */
  save?: { name: string; value: string };
  pending?: boolean | undefined;
  /** More rows. */
  children?: ReactNode;
};

/** In a form whose values were changed in another tab: both versions side by side, and the choice between them. */
export function StoredBesideTyped({ rows, path, save, pending, children }: Props) {
  return (
    <section aria-labelledby="changed-elsewhere" className="rounded-md border border-accent bg-raised p-4 text-sm">
      <p id="changed-elsewhere" role="alert" tabIndex={-1} className="font-medium text-accent">
        This was changed in another tab or window since you opened it. Nothing of yours has been saved yet.
      </p>
      <dl className="mt-4 space-y-4">
        {rows
          .filter(({ stored, typed }) => stored !== typed)
          .map(({ label, stored, typed }) => (
            <BothVersions key={label} label={label} stored={stored} typed={typed} />
          ))}
        {children}
      </dl>
      <div className="mt-5 flex flex-wrap items-center gap-4">
        <SubmitButton variant="quiet" pendingText="Saving…" pending={pending} {...save}>
          Save mine anyway
        </SubmitButton>
        {/* Not a client-side navigation: the form begins again. */}
        <a href={path} className={buttonClass('text')}>
          Use the saved one
        </a>
      </div>
    </section>
  );
}

/** One field in both versions. */
export function BothVersions({ label, stored, typed }: { label: string; stored: ReactNode; typed: ReactNode }) {
  return (
    <div>
      <dt className="font-medium">{label}</dt>
      <dd className="mt-1 grid gap-x-4 gap-y-2 sm:grid-cols-2">
        <Version name="Saved">{stored}</Version>
        <Version name="Yours">{typed}</Version>
      </dd>
    </div>
  );
}

function Version({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="min-w-0">
      <span className="text-quiet">{name}</span>
      <div dir="auto" className="max-h-48 overflow-y-auto whitespace-pre-line wrap-anywhere">
        {children || <span className="text-quiet">(empty)</span>}
      </div>
    </div>
  );
}
