import type { ReactNode } from 'react';
import type { FormState } from '#lib/domain/form-state.ts';
import { formatDateTime } from '#lib/domain/format-date.ts';
import type { ThreadMessageDto } from '#lib/domain/questions/thread-dto.ts';
import { ReportForm } from './report-form.tsx';

type Props = {
  message: ThreadMessageDto;
  other: string;
  report: (state: FormState, form: FormData) => Promise<FormState>;
  /** Hidden fields of its form. */
  children: ReactNode;
};

/** One message, as plain text: what looks like a link in it is none. */
export function ThreadMessage({ message, other, report, children }: Props) {
  const { id, isOwn, text, attachmentsDropped: dropped, isReported, createdAt } = message;
  return (
    <li className={`rounded-md border border-line p-4 ${isOwn ? '' : 'bg-raised'}`}>
      <p className="flex flex-wrap justify-between gap-x-6 text-sm text-quiet">
        {isOwn ? 'You' : <bdi>{other}</bdi>}
        <time dateTime={createdAt} className="tabular-nums">
          {formatDateTime(createdAt)}
        </time>
      </p>
      <p dir="auto" className="mt-2 whitespace-pre-line">
        {text}
      </p>
      {dropped > 0 && (
        <p className="mt-2 text-sm text-quiet">
          {dropped === 1 ? 'An attachment of this mail was' : `${dropped} attachments of this mail were`} left out.
        </p>
      )}
      {!isOwn && (
        <div className="mt-3 text-sm text-quiet">
          {isReported ? (
            'You have reported this message.'
          ) : (
            <ReportForm id={id} action={report}>
              {children}
            </ReportForm>
          )}
        </div>
      )}
    </li>
  );
}
