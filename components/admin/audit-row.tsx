import Link from 'next/link';
import type { ReactNode } from 'react';
import { actorName, auditLabel, describeDetails, type AuditRow as Row } from '#lib/domain/audit.ts';
import { EventTime } from './event-time.tsx';

/** One row of the audit log: when, what and to whom, by whom and from where. */
export function AuditRow({ row }: { row: Row }) {
  const { occurredAt, action, actor, subject, addressPrefix, requestReference, details } = row;
  const isOwn = actor.kind === 'account' && subject.kind === 'account' && subject.id === actor.id;
  const facts = describeDetails(details);
  return (
    <li className="grid gap-x-8 gap-y-1 border-b border-line py-4 text-sm md:grid-cols-[9rem_minmax(0,1fr)_minmax(0,14rem)]">
      <p className="text-quiet">
        <EventTime time={occurredAt} />
      </p>
      <div className="min-w-0">
        <h2 className="font-medium wrap-anywhere">
          {auditLabel(action)}
          {!isOwn && subject.name && (
            <>
              {': '}
              <Subject subject={subject} />
            </>
          )}
        </h2>
        {facts && <p className="text-quiet wrap-anywhere">{facts}</p>}
      </div>
      <div className="min-w-0 text-quiet wrap-anywhere">
        <p>
          <span className="sr-only">By </span>
          <AccountLink id={actor.kind === 'account' ? actor.id : null}>{actorName(actor)}</AccountLink>
        </p>
        {(addressPrefix || requestReference) && (
          <p className="text-xs tabular-nums">
            {addressPrefix && <>from {addressPrefix}</>}
            {requestReference && <span className="block">request {requestReference}</span>}
          </p>
        )}
      </div>
    </li>
  );
}

function Subject({ subject: { kind, id, name } }: Pick<Row, 'subject'>) {
  if (kind === 'account') return <AccountLink id={id || null}>{name}</AccountLink>;
  if (kind === 'order' || kind === 'event')
    return (
      <>
        <bdi>{name}</bdi> <span className="font-normal text-quiet">{id}</span>
      </>
    );
  return <bdi>{name}</bdi>;
}

/** Leads to everything that the account did, and that was done to it. */
function AccountLink({ id, children }: { id: string | null; children: ReactNode }) {
  if (id === null) return <bdi>{children}</bdi>;
  return (
    <Link href={`/admin/audit?account=${id}`} prefetch={false} className="underline underline-offset-4 hover:text-ink">
      <bdi>{children}</bdi>
    </Link>
  );
}
