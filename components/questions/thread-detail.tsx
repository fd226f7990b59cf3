import Link from 'next/link';
import { ArtistPortrait } from '#components/artists/artist-portrait.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { PageLinks } from '#components/ui/page-links.tsx';
import type { FormState } from '#lib/domain/form-state.ts';
import type { ThreadDto } from '#lib/domain/questions/thread-dto.ts';
import { AnswerForm } from './answer-form.tsx';
import { ThreadChoices } from './thread-choices.tsx';
import { ThreadMessage } from './thread-message.tsx';

/** What shows that a thread is theirs: the hidden field of its forms. */
type ThreadProof = { name: 'thread' | 'token'; value: string };

export type ThreadActions = {
  send: (state: FormState, form: FormData) => Promise<FormState>;
  report: (state: FormState, form: FormData) => Promise<FormState>;
  block: (form: FormData) => Promise<void>;
  erase: (form: FormData) => Promise<void>;
};

type Props = {
  thread: ThreadDto;
  proof: ThreadProof;
  /** Of this page. */
  path: string;
  formKey: string;
  actions: ThreadActions;
  /** What was just done, and what was wrong with it. */
  done: string | null;
  problem: string | null;
};

/** A thread as one side sees it: its messages, and the form to write another. */
export function ThreadDetail({ thread, proof, path, formKey, actions, done, problem }: Props) {
  const { work, other, artist, messages, newer, older, refusal } = thread;
  const hidden = <input type="hidden" name={proof.name} value={proof.value} />;
  const [page = path, query] = path.split('?');
  return (
    <div className="max-w-2xl space-y-8 leading-relaxed">
      <header>
        <h1 dir="auto" className="font-serif text-2xl">
          {work.slug ? (
            <Link href={`/posts/${work.slug}`} prefetch={false} className="underline-offset-4 hover:underline">
              {work.title}
            </Link>
          ) : (
            work.title
          )}
        </h1>
        <p className="mt-2 flex items-center gap-2 text-sm text-quiet">
          {artist && <ArtistPortrait artist={artist} size="small" />}
          <span>
            With <bdi>{other}</bdi>. Neither of you sees the other’s email address.
          </span>
        </p>
      </header>
      <Notice tone="done">{done}</Notice>
      <Notice>{problem}</Notice>
      <PageLinks
        path={page}
        params={Object.fromEntries(new URLSearchParams(query))}
        newer={newer}
        older={older}
        isNewest={newer === null}
      />
      <ol className="space-y-6">
        {messages.map((message) => (
          <ThreadMessage key={message.id} message={message} other={other} report={actions.report}>
            {hidden}
          </ThreadMessage>
        ))}
      </ol>
      {refusal === null ? (
        <AnswerForm action={actions.send} formKey={formKey} isArtist={thread.side === 'artist'}>
          {hidden}
        </AnswerForm>
      ) : (
        <p className="border-t border-line pt-6 text-sm text-quiet">{refusal}</p>
      )}
      <ThreadChoices thread={thread} actions={actions}>
        {hidden}
      </ThreadChoices>
    </div>
  );
}
