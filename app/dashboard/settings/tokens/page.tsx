import type { Metadata } from 'next';
import Link from 'next/link';
import { z } from 'zod';
import { TokenRow } from '#components/tokens/token-row.tsx';
import { buttonClass } from '#components/ui/button.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { listPersonalTokens } from '#lib/api-tokens/list-personal-tokens.ts';
import { problemMessage } from '#lib/auth/problem.ts';
import { requireViewer } from '#lib/auth/viewer.ts';
import { deleteTokenAction } from './actions.ts';

export const metadata: Metadata = { title: 'Personal access tokens' };

const PATH = '/dashboard/settings/tokens';

// Anybody can edit a URL: an invalid parameter counts as missing.
const querySchema = z.object({
  deleted: z.literal('1').optional().catch(undefined),
  problem: z.string().optional().catch(undefined),
});

type Props = { searchParams: Promise<Record<string, string | string[]>> };

/** The viewer's personal access tokens. */
export default async function TokensPage({ searchParams }: Props) {
  const viewer = await requireViewer(PATH);
  const { deleted, problem } = querySchema.parse(await searchParams);
  const tokens = await listPersonalTokens(viewer);
  return (
    <div className="max-w-3xl space-y-5">
      <h1 className="text-lg font-medium">Personal access tokens</h1>
      <Notice>{problemMessage(problem)}</Notice>
      <Notice tone="done">{deleted && 'The token is deleted. Programs that have it can do nothing with it.'}</Notice>
      <p className="max-w-prose text-sm text-quiet">
        For programs of your own that use this shop in your name, without your password. Each may do what you choose for
        it, and ends by itself. A new role, and a new password after you lost the old one, delete all of them.
      </p>
      {tokens.length === 0 ? (
        <p>You have no tokens.</p>
      ) : (
        <ul>
          {tokens.map((token) => (
            <TokenRow key={token.id} token={token} action={deleteTokenAction} />
          ))}
        </ul>
      )}
      <Link href={`${PATH}/new`} prefetch={false} className={buttonClass('quiet')}>
        Make a token
      </Link>
      <p className="text-sm text-quiet">
        Programs that signed in with your password are{' '}
        <Link href="/dashboard/settings/security" prefetch={false} className="underline underline-offset-4">
          where you are signed in
        </Link>
        .
      </p>
    </div>
  );
}
