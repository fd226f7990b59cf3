import Link from 'next/link';
import type { ReactNode } from 'react';

type Props = {
  account: {
    username: string;
    displayName: string;
    email: string;
    role: 'MEMBER' | 'ADMIN';
    createdAt: string;
    suspendedAt: string | null;
    works: number;
  };
  children: ReactNode;
};

const day = (time: string) => <time dateTime={time}>{time.slice(0, 10)}</time>;

/** One account for admins: who it is, how it stands, and as `children` what can be done. */
export function AccountRow({ account, children }: Props) {
  const { username, displayName, email, role, createdAt, suspendedAt, works } = account;
  return (
    <li className="grid gap-x-6 gap-y-1 border-b border-line py-4 sm:grid-cols-[1fr_16rem_7rem] sm:items-baseline">
      <div className="min-w-0">
        <h2 className="truncate font-medium">
          {suspendedAt ? (
            username
          ) : (
            <Link href={`/artists/${username}`} prefetch={false} className="underline-offset-4 hover:underline">
              {username}
            </Link>
          )}
          {displayName !== username && <span className="font-normal text-quiet"> {displayName}</span>}
        </h2>
        <p className="truncate text-sm text-quiet">{email}</p>
      </div>
      <p className="text-sm text-quiet">
        {suspendedAt ? (
          <span className="text-accent">Suspended since {day(suspendedAt)}</span>
        ) : (
          <>
            {role === 'ADMIN' ? 'Admin' : 'Member'} since {day(createdAt)}
          </>
        )}
        {works > 0 && `, ${works.toLocaleString('en')} ${works === 1 ? 'work' : 'works'}`}
      </p>
      <div className="text-sm sm:text-right">{children}</div>
    </li>
  );
}
