import Link from 'next/link';
import type { ReactNode } from 'react';
import { buttonClass } from '#components/ui/button.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { SubmitButton } from '#components/ui/submit-button.tsx';
import type { ImportDto } from '#lib/domain/imports/import-dto.ts';
import { FailedRows, ImportSummary } from './import-summary.tsx';
import { ProblemTable } from './problem-table.tsx';
import { RefreshWhileRunning } from './refresh-while-running.tsx';

type Props = { import: ImportDto; action: (form: FormData) => Promise<void> };

/** The state of an import, with what its artist can do. */
export function ImportStatus({ import: shown, action }: Props) {
  if (shown.state === 'refused') return <Refused {...shown} />;
  if (shown.state === 'checked') return <Checked shown={shown} action={action} />;
  if (shown.state === 'running') return <Running {...shown} />;
  return <Finished shown={shown} action={action} />;
}

function Refused({ problems }: ImportDto) {
  return (
    <>
      <Notice>Nothing was imported. Correct the file and send it again.</Notice>
      <ProblemTable problems={problems} />
      <Link href="/dashboard/works/import" prefetch={false} className={buttonClass()}>
        Send the file again
      </Link>
    </>
  );
}

function Checked({ shown, action }: { shown: ImportDto; action: Props['action'] }) {
  return (
    <>
      <Notice tone="done">The file is in order. Nothing has happened yet.</Notice>
      <ImportSummary {...shown} />
      <Commands id={shown.id} action={action}>
        <SubmitButton name="command" value="confirm" pendingText="One moment…">
          Confirm the import
        </SubmitButton>
        <SubmitButton variant="quiet" name="command" value="discard" pendingText="…">
          Discard it
        </SubmitButton>
      </Commands>
    </>
  );
}

function Running({ id, progress: { total, done, failed } }: ImportDto) {
  return (
    <>
      <p role="status">
        {done.toLocaleString('en')} of {total.toLocaleString('en')} rows are in
        {failed > 0 && `, ${failed} could not be brought in`}. You can leave this page.
      </p>
      <progress value={done + failed} max={total} aria-label="Rows" className="block w-full max-w-lg" />
      <noscript>
        <p>
          <a href={`/dashboard/imports/${id}`} className="underline underline-offset-4">
            See how far it is now
          </a>
        </p>
      </noscript>
      <RefreshWhileRunning />
    </>
  );
}

function Finished({ shown, action }: { shown: ImportDto; action: Props['action'] }) {
  const { counts, progress, failed } = shown;
  const rows = progress.failed === 1 ? 'row' : 'rows';
  return (
    <>
      {progress.failed === 0 ? (
        <Notice tone="done">{`Done: ${counts.create} new, ${counts.update} changed, ${counts.skip} unchanged.`}</Notice>
      ) : (
        <>
          <Notice>{`${progress.done} of ${progress.total} rows are in; ${progress.failed} ${rows} could not be brought in.`}</Notice>
          <FailedRows failed={failed} total={progress.failed} />
          <Commands id={shown.id} action={action}>
            <SubmitButton name="command" value="retry" pendingText="One moment…">
              {`Try ${progress.failed} ${rows} again`}
            </SubmitButton>
          </Commands>
        </>
      )}
      <p>
        <Link href="/dashboard" prefetch={false} className="underline underline-offset-4">
          To your works
        </Link>
      </p>
    </>
  );
}

function Commands({ id, action, children }: { id: string; action: Props['action']; children: ReactNode }) {
  return (
    <form action={action} className="flex flex-wrap items-center gap-4">
      <input type="hidden" name="id" value={id} />
      {children}
    </form>
  );
}
