'use client';

import { buttonClass } from '#components/ui/button.tsx';
import { Heart } from './heart.tsx';
import { setSaved } from './saved-list.ts';
import { useSaved } from './saved-store.ts';

/** “Save” on the page of a work. Without JavaScript it is a form, which needs an account. */
export function SaveForm({ id, slug }: { id: string; slug: string }) {
  const { isSaved, problem } = useSaved(id);
  return (
    <form
      action={`/posts/${slug}/save`}
      method="post"
      onSubmit={(event) => {
        event.preventDefault();
        void setSaved(id, !isSaved);
      }}
    >
      <button type="submit" aria-pressed={isSaved} className={`group/save ${buttonClass('quiet')}`}>
        <Heart />
        Save
      </button>
      {problem && (
        <p role="alert" className="mt-2 text-sm text-accent">
          {problem}
        </p>
      )}
    </form>
  );
}
