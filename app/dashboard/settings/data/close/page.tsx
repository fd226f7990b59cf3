import type { Metadata } from 'next';
import Link from 'next/link';
import { z } from 'zod';
import { Notice } from '#components/ui/notice.tsx';
import { SubmitButton } from '#components/ui/submit-button.tsx';
import { problemMessage } from '#lib/auth/problem.ts';
import { requireRecentProof } from '#lib/auth/require-recent-proof.ts';
import { requireViewer } from '#lib/auth/viewer.ts';
import { findClosing, listObstacles } from '#lib/leaving/find-closing.ts';
import { requestClosingAction } from '../actions.ts';

export const metadata: Metadata = { title: 'Close your account' };

const PATH = '/dashboard/settings/data/close';
// Anybody can edit a URL: an invalid parameter counts as missing.
const querySchema = z.object({ problem: z.string().optional().catch(undefined) });

type Props = { searchParams: Promise<Record<string, string | string[]>> };

/** What closing an account means, why it is not possible yet, and the button that does it. */
export default async function CloseAccountPage({ searchParams }: Props) {
  const viewer = await requireViewer(PATH);
  await requireRecentProof(PATH);
  const { problem } = querySchema.parse(await searchParams);
  const closing = await findClosing(viewer);
  const obstacles = closing ? [] : await listObstacles(viewer);
  return (
    <div className="max-w-2xl space-y-6 leading-relaxed">
      <h1 className="text-lg font-medium">Close your account</h1>
      <Notice>{problemMessage(problem)}</Notice>
      {obstacles.length > 0 && (
        <section aria-labelledby="obstacles">
          <h2 id="obstacles" className="mb-2 font-medium">
            Not yet, because
          </h2>
          <ul className="list-disc space-y-1 pl-5">
            {obstacles.map((sentence) => (
              <li key={sentence} dir="auto" className="wrap-anywhere">
                {sentence}
              </li>
            ))}
          </ul>
        </section>
      )}
      <section>
        <h2 className="mb-2 font-medium">At once</h2>
        <ul className="list-disc space-y-1 pl-5">
          <li>Your works that are not sold leave the gallery, and so does your page.</li>
          <li>You cannot publish or buy anything with this account.</li>
        </ul>
      </section>
      <section>
        <h2 className="mb-2 font-medium">For seven days</h2>
        <p>You can sign in and press “Keep my account”. Then everything is as it was.</p>
      </section>
      <section>
        <h2 className="mb-2 font-medium">After that, for good</h2>
        <ul className="list-disc space-y-1 pl-5">
          <li>
            Your name, your email, your profile, your password and everything else that you could sign in with are
            deleted, and so are your works that are not sold, with all their pictures.
          </li>
          <li>Works that you have sold keep their page, for their buyers. Your name on it becomes “Closed account”.</li>
          <li>
            Sales and purchases keep their work, date, amount and payments, because the shop must account for them, but
            not who you are. An artist who still has to send you a work keeps your name and email for 30 days after you
            paid.
          </li>
          <li>Nobody can have your username again.</li>
        </ul>
      </section>
      <p>
        You may want to{' '}
        <Link href="/dashboard/settings/data" prefetch={false} className="underline underline-offset-4">
          export your data
        </Link>{' '}
        first.
      </p>
      {!closing && obstacles.length === 0 && (
        <form action={requestClosingAction}>
          <SubmitButton pendingText="One moment…">Close my account</SubmitButton>
        </form>
      )}
    </div>
  );
}
