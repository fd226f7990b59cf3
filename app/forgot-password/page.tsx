import type { Metadata } from 'next';
import Link from 'next/link';
import { ForgotPasswordForm } from '#components/accounts/forgot-password-form.tsx';
import { NarrowPage } from '#components/accounts/narrow-page.tsx';
import { forgotPasswordAction } from './actions.ts';

export const metadata: Metadata = { title: 'Forgot your password?', robots: { index: false } };

export default function ForgotPasswordPage() {
  return (
    <NarrowPage title="Forgot your password?">
      <ForgotPasswordForm action={forgotPasswordAction} />
      <p className="mt-8 text-sm text-quiet">
        <Link href="/sign-in" className="text-ink underline underline-offset-4">
          Back to sign in
        </Link>
      </p>
    </NarrowPage>
  );
}
