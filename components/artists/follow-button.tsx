import { SubmitButton } from '#components/ui/submit-button.tsx';

type Props = { username: string; follows: boolean; action: (form: FormData) => Promise<void> };

/** Begins or ends to follow an artist, for somebody who is signed in. */
export function FollowButton({ username, follows, action }: Props) {
  return (
    <form action={action}>
      <input type="hidden" name="username" value={username} />
      <SubmitButton
        name="intent"
        value={follows ? 'unfollow' : 'follow'}
        variant={follows ? 'quiet' : 'primary'}
        pendingText="One moment…"
      >
        {follows ? 'Stop following' : 'Follow'}
      </SubmitButton>
    </form>
  );
}
