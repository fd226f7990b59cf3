import { buttonClass } from '#components/ui/button.tsx';
import { formatDateTime } from '#lib/domain/format-date.ts';

type Props = {
  /** When an export that is not ready was asked for; ISO 8601, as all times here. */
  requestedAt: string | null;
  ready: { id: string; bytes: number; readyAt: string; endsAt: string } | null;
};

const time = (at: string) => <time dateTime={at}>{formatDateTime(at)}</time>;
const MEGABYTE = 1_000_000;
const sizeText = (bytes: number) =>
  bytes < MEGABYTE / 10
    ? 'less than 0.1 MB'
    : `${(bytes / MEGABYTE).toLocaleString('en', { maximumFractionDigits: 1 })} MB`;

/** The export that is being made, and the file that is ready. */
export function ExportStatus({ requestedAt, ready }: Props) {
  return (
    <div className="space-y-4 text-sm">
      {requestedAt && (
        <p role="status" className="rounded-md border border-line bg-raised px-4 py-3">
          Your export of {time(requestedAt)} is being made. You can leave this page.
        </p>
      )}
      {ready && (
        <div className="flex flex-wrap items-center gap-x-6 gap-y-3 rounded-md border border-line bg-raised px-4 py-4">
          {/* Not a Link: the router would fetch the file as a page. */}
          <a href={`/dashboard/settings/data/${ready.id}`} download className={buttonClass()}>
            Download
          </a>
          <p className="text-quiet">
            From {time(ready.readyAt)}, {sizeText(ready.bytes)}.
            <br />
            It is deleted on {time(ready.endsAt)}.
          </p>
        </div>
      )}
    </div>
  );
}
