import { SubmitButton } from '#components/ui/submit-button.tsx';
import { formatDateTime } from '#lib/domain/format-date.ts';

type Props = {
  /** ISO 8601. */
  closesAt: string;
  /** Why it was not closed yet; null if nothing is in the way. */
  obstacle: string | null;
  undo(): Promise<void>;
};

/** On every page of the dashboard, while the account can still be kept. */
export function ClosingBanner({ closesAt, obstacle, undo }: Props) {
  return (
    <section
      aria-label="Your account is being closed"
      className="mb-6 flex flex-wrap items-center justify-between gap-x-8 gap-y-4 rounded-md border border-accent bg-raised px-5 py-4"
    >
      <p dir="auto" className="min-w-0 flex-1 basis-80 leading-relaxed wrap-anywhere">
        Your account will be closed after <time dateTime={closesAt}>{formatDateTime(closesAt)}</time>. Your works are
        not in the gallery any more.
        {obstacle && <> It could not be closed before: {obstacle}</>}
      </p>
      <form action={undo}>
        <SubmitButton pendingText="One moment…">Keep my account</SubmitButton>
      </form>
    </section>
  );
}
