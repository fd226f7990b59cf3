import type { ReactNode } from 'react';
import { SubmitButton } from '#components/ui/submit-button.tsx';
import type { ThreadDto } from '#lib/domain/questions/thread-dto.ts';
import type { ThreadActions } from './thread-detail.tsx';

type Props = { thread: ThreadDto; actions: Pick<ThreadActions, 'block' | 'erase'>; children: ReactNode };

const SUMMARY = 'w-fit underline underline-offset-4 hover:text-ink';

/** Blocking the other side, and deleting the conversation. Each button says what will happen first. */
export function ThreadChoices({ thread: { hasBlocked, other, side }, actions, children }: Props) {
  return (
    <div className="space-y-3 border-t border-line pt-6 text-sm text-quiet">
      <details>
        <summary className={SUMMARY}>{hasBlocked ? 'Unblock' : 'Block'}</summary>
        <form action={actions.block} className="mt-3 space-y-3">
          {children}
          <p className="text-ink">
            {hasBlocked ? (
              <>
                <bdi>{other}</bdi> can write to you again.
              </>
            ) : (
              <>
                You get no more messages from <bdi>{other}</bdi>
                {side === 'artist' ? ', about any of your works' : ', about any work'}. If they try, they read that. You
                can unblock them here at any time{side === 'asker' && ', and have to before you ask them again'}.
              </>
            )}
          </p>
          <SubmitButton
            name="intent"
            value={hasBlocked ? 'unblock' : 'block'}
            variant="quiet"
            pendingText="One moment…"
          >
            {hasBlocked ? 'Unblock them' : 'Block them'}
          </SubmitButton>
        </form>
      </details>
      {side === 'asker' && (
        <details>
          <summary className={SUMMARY}>Delete this conversation</summary>
          <form action={actions.erase} className="mt-3 space-y-3">
            {children}
            <p className="text-ink">
              It is deleted for both of you, and cannot be brought back. Mails that were sent stay where they are. If a
              message was reported, its texts stay for the artist and the people who run this shop, without your name
              and address.
            </p>
            <SubmitButton variant="quiet" pendingText="Deleting…">
              Delete it
            </SubmitButton>
          </form>
        </details>
      )}
    </div>
  );
}
