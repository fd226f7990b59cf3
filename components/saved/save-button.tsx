'use client';

import { Heart } from './heart.tsx';
import { setSaved } from './saved-list.ts';
import { useSaved } from './saved-store.ts';

type Props = { id: string; title: string };

/** The heart of a card: only with JavaScript; the work's own page has a form. */
export function SaveButton({ id, title }: Props) {
  const { isSaved, problem } = useSaved(id);
  return (
    <>
      <button
        type="button"
        aria-pressed={isSaved}
        aria-label={`Save ${title}`}
        onClick={() => setSaved(id, !isSaved)}
        // Above the link of the card, and no higher than its line.
        className="group/save relative z-10 -my-2 -me-2 grid size-9 place-items-center text-quiet hover:text-ink noscript:hidden"
      >
        <Heart />
      </button>
      {problem && (
        <p role="alert" className="basis-full text-accent">
          {problem}
        </p>
      )}
    </>
  );
}
