import Link from 'next/link';
import { SubmitButton } from '#components/ui/submit-button.tsx';

type Props = { version: number; action: (form: FormData) => Promise<void> };

/** Asks an account to agree to the terms, before its next work is published, from wherever it comes. */
export function AcceptTermsForm({ version, action }: Props) {
  return (
    <form
      action={action}
      className="mb-6 flex flex-wrap items-center justify-between gap-x-8 gap-y-4 rounded-md border border-line bg-raised px-4 py-3 text-sm"
    >
      <input type="hidden" name="version" value={version} />
      <p>
        Before you publish a work, please read the shop’s{' '}
        <Link href="/terms" prefetch={false} className="underline underline-offset-4">
          terms
        </Link>{' '}
        (version {version}).
      </p>
      <SubmitButton variant="quiet" pendingText="One moment…">
        I agree to the terms
      </SubmitButton>
    </form>
  );
}
