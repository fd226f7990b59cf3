import Link from 'next/link';
import { SubmitButton } from '#components/ui/submit-button.tsx';

type Props = { email: string; action(form: FormData): Promise<void> };

/** On the dashboard, until the account's email is proven. */
export function UnprovenEmail({ email, action }: Props) {
  return (
    <section
      aria-labelledby="unproven-email"
      className="mt-6 rounded-md border border-line bg-raised px-4 py-3 text-sm"
    >
      <h2 id="unproven-email" className="font-medium">
        Please confirm your email address
      </h2>
      <p className="mt-1">
        We sent a link to <bdi>{email}</bdi>. You need it before you publish your first work.
      </p>
      <form action={action} className="mt-3 flex flex-wrap items-baseline gap-x-6 gap-y-2">
        <input type="hidden" name="link" value="proof" />
        <SubmitButton variant="text" pendingText="Sending…">
          Send the link again
        </SubmitButton>
        <Link href="/dashboard/settings/account" prefetch={false} className="text-quiet underline underline-offset-4">
          Change the address
        </Link>
      </form>
    </section>
  );
}
