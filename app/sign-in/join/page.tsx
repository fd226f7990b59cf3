import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { z } from 'zod';
import { ConfirmPasswordForm } from '#components/accounts/confirm-password-form.tsx';
import { NarrowPage } from '#components/accounts/narrow-page.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { SubmitButton } from '#components/ui/submit-button.tsx';
import { pendingJoin } from '#lib/auth/pending-join.ts';
import { problemMessage } from '#lib/auth/problem.ts';
import { providerName } from '#lib/domain/provider-names.ts';
import { joinAction, sendJoinLinkAction } from './actions.ts';

export const metadata: Metadata = { title: 'Is this your account?', robots: { index: false } };

const text = z.string().optional().catch(undefined);
const querySchema = z.object({ sent: text, problem: text });

type Props = { searchParams: Promise<Record<string, string | string[]>> };

/** After GitHub or Google, for an address that an account here has proven: asks for its password, or sends a link. */
export default async function JoinPage({ searchParams }: Props) {
  const { sent, problem } = querySchema.parse(await searchParams);
  const pending = (await pendingJoin.read()) ?? redirect('/sign-in');
  const provider = providerName(pending.provider);
  return (
    <NarrowPage title="Is this your account?">
      <div className="space-y-6">
        <p>
          There is an account with your address <bdi>{pending.email}</bdi> already. If it is yours, type its password
          once, and from then on you can sign in with {provider} as well.
        </p>
        <Notice>{problemMessage(problem)}</Notice>
        <Notice tone="done">
          {sent && `We have sent a link to ${pending.email}. It joins the two, and works for 30 minutes.`}
        </Notice>
        <ConfirmPasswordForm action={joinAction} button={`Join with ${provider}`} />
        <form action={sendJoinLinkAction}>
          <SubmitButton variant="quiet" pendingText="Sending…" className="w-full">
            Send me a link instead
          </SubmitButton>
        </form>
      </div>
    </NarrowPage>
  );
}
