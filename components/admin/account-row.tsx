import Link from 'next/link';
import type { ReactNode } from 'react';
import { formatDate } from '#lib/domain/format-date.ts';
import { ROLE_NAMES, type Role } from '#lib/domain/viewer.ts';

type Props = {
  account: {
    username: string;
    displayName: string;
    email: string;
    role: Role;
    createdAt: string;
    suspendedAt: string | null;
    works: number;
  };
  children: ReactNode;
};

const date = (time: string) => <time dateTime={time}>{formatDate(time)}</time>;

/** One account in the admin's list. `children` are its actions. */
export function AccountRow({ account, children }: Props) {
  const { username, displayName, email, role, createdAt, suspendedAt, works } = account;
  return (
    <li className="grid gap-x-6 gap-y-1 border-b border-line py-4 sm:grid-cols-[1fr_14rem_11rem] sm:items-baseline">
      <div className="min-w-0">
        <h2 className="focus-frame truncate font-medium">
          {suspendedAt || works === 0 ? (
            username
          ) : (
            <Link href={`/artists/${username}`} prefetch={false} className="underline-offset-4 hover:underline">
              {username}
            </Link>
          )}
          {displayName !== username && <bdi className="font-normal text-quiet"> {displayName}</bdi>}
        </h2>
        <p className="truncate text-sm text-quiet">{email}</p>
      </div>
      <p className="text-sm text-quiet">
        {suspendedAt ? (
          <span className="text-accent">Suspended since {date(suspendedAt)}</span>
        ) : (
          <>
            {ROLE_NAMES[role]} since {date(createdAt)}
          </>
        )}
        {works > 0 && `, ${works.toLocaleString('en')} ${works === 1 ? 'work' : 'works'}`}
      </p>
      <div className="text-sm sm:text-right">{children}</div>
    </li>
  );
}
