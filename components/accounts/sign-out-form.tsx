import { SubmitButton } from '#components/ui/submit-button.tsx';
import { LeaveWhenSignedOut } from './leave-when-signed-out.tsx';

/** “Sign out”, for each page that only somebody who is signed in can see. */
export function SignOutForm({ action }: { action(): Promise<void> }) {
  return (
    <form action={action}>
      <LeaveWhenSignedOut />
      <SubmitButton variant="text" pendingText="Signing out…">
        Sign out
      </SubmitButton>
    </form>
  );
}
