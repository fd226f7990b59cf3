import type { ReactNode } from 'react';
import { ClosingBanner } from '#components/accounts/closing-banner.tsx';
import { SignOutForm } from '#components/accounts/sign-out-form.tsx';
import { UnprovenEmail } from '#components/accounts/unproven-email.tsx';
import { DashboardNav } from '#components/dashboard/dashboard-nav.tsx';
import { currentViewer } from '#lib/auth/viewer.ts';
import { findClosing } from '#lib/leaving/find-closing.ts';
import { countWaitingThreads } from '#lib/questions/list-threads.ts';
import { signOutAction } from '../sign-in/actions.ts';
import { sendLinkAction } from './settings/actions.ts';
import { undoClosingAction } from './settings/data/actions.ts';

export default async function DashboardLayout({ children }: { children: ReactNode }) {
  const viewer = await currentViewer();
  // The page redirects to sign-in, and from there back to itself, which a layout cannot: it does not know the page.
  if (!viewer) return children;
  const [closing, unanswered] = await Promise.all([findClosing(viewer), countWaitingThreads(viewer)]);
  return (
    <div className="py-6 sm:py-10">
      {closing && <ClosingBanner {...closing} undo={undoClosingAction} />}
      <div className="mb-6 flex flex-wrap items-baseline justify-between gap-4">
        <p dir="auto" className="font-serif text-3xl tracking-tight">
          {viewer.displayName}
        </p>
        <SignOutForm action={signOutAction} />
      </div>
      <DashboardNav unanswered={unanswered} />
      {!viewer.isEmailProven && <UnprovenEmail email={viewer.email} action={sendLinkAction} />}
      <div className="pt-8">{children}</div>
    </div>
  );
}
