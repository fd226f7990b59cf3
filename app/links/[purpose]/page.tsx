import type { Metadata } from 'next';
import Link from 'next/link';
import { notFound } from 'next/navigation';
import { z } from 'zod';
import { NarrowPage } from '#components/accounts/narrow-page.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { SubmitButton } from '#components/ui/submit-button.tsx';
import { problemMessage } from '#lib/auth/problem.ts';
import { isolate } from '#lib/domain/isolate.ts';
import { providerName } from '#lib/domain/provider-names.ts';
import { findToken, type TokenSubject } from '#lib/tokens/use-token.ts';
import { useLinkAction } from './actions.ts';
import { isLinkPurpose, type LinkPurpose } from './purposes.ts';

export const metadata: Metadata = { title: 'A link from a mail', robots: { index: false } };

type Texts = {
  title: string;
  /** What the button does, as a sentence. */
  question(subject: TokenSubject): string;
  button: string;
  done: string;
  /** Where somebody gets a new link, or goes on. */
  next: { path: string; label: string };
};

const account = ({ username }: TokenSubject) => `the account “${isolate(username)}”`;

const TEXTS: Record<LinkPurpose, Texts> = {
  'prove-email': {
    title: 'Confirm your email',
    question: (subject) => `Is ${isolate(subject.sentTo)} the email address of ${account(subject)}, and is that yours?`,
    button: 'Yes, confirm it',
    done: 'Thank you. Your email address is confirmed.',
    next: { path: '/dashboard', label: 'Your works' },
  },
  'change-email': {
    title: 'Change your email',
    question: (subject) => `From now on, ${account(subject)} gets its mails at ${isolate(subject.sentTo)}.`,
    button: 'Use this address',
    done: 'Your email address has been changed.',
    next: { path: '/dashboard/settings/account', label: 'Email and username' },
  },
  'undo-email-change': {
    title: 'Take the change back',
    question: (subject) =>
      `The email address of ${account(subject)} becomes ${isolate(subject.sentTo)} again, and all devices are signed out.`,
    button: 'Take the change back',
    done: 'Your email address is as it was before, and all devices are signed out. If somebody else knows your password, choose a new one now.',
    next: { path: '/forgot-password', label: 'Choose a new password' },
  },
  'join-identity': {
    title: 'Join your accounts',
    question: (subject) => `You can then sign in to ${account(subject)} with ${providerOf(subject)} as well.`,
    button: 'Join them',
    done: 'Done. You can sign in either way now.',
    next: { path: '/sign-in', label: 'Sign in' },
  },
};

function providerOf({ data }: TokenSubject): string {
  const { provider } = z.object({ provider: z.string() }).catch({ provider: '' }).parse(data);
  return providerName(provider);
}

// Anybody can edit a URL: an invalid parameter counts as missing.
const text = z.string().max(200).optional().catch(undefined);
const querySchema = z.object({ token: text, done: text, problem: text });

type Props = { params: Promise<{ purpose: string }>; searchParams: Promise<Record<string, string | string[]>> };

/** Where a link in a mail leads. It changes nothing before somebody presses the button: mail scanners open links. */
export default async function LinkPage({ params, searchParams }: Props) {
  const { purpose } = await params;
  if (!isLinkPurpose(purpose)) notFound();
  const texts = TEXTS[purpose];
  const { token = '', done, problem } = querySchema.parse(await searchParams);
  const subject = done || problem ? null : await findToken(purpose, token);
  return (
    <NarrowPage title={texts.title}>
      {subject ? (
        <form action={useLinkAction} className="space-y-6">
          <p>{texts.question(subject)}</p>
          <input type="hidden" name="purpose" value={purpose} />
          <input type="hidden" name="token" value={token} />
          <SubmitButton pendingText="One moment…" className="w-full">
            {texts.button}
          </SubmitButton>
        </form>
      ) : (
        <div className="space-y-6">
          {done ? (
            <Notice tone="done">{texts.done}</Notice>
          ) : (
            <Notice>{problemMessage(problem) ?? problemMessage('link-ended')}</Notice>
          )}
          <p>
            <Link href={texts.next.path} prefetch={false} className="underline underline-offset-4">
              {texts.next.label}
            </Link>
          </p>
        </div>
      )}
    </NarrowPage>
  );
}
