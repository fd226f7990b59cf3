import type { ReactNode } from 'react';
import { formatCount } from '#lib/domain/posts/post-count.ts';
import type { PostCount } from '#lib/domain/search/search.ts';

type Props = {
  type: 'radio' | 'checkbox';
  name: string;
  value: string;
  isChosen: boolean;
  works?: PostCount | undefined;
  children: ReactNode;
};

/** One value of a filter, with the number of works that have it. */
export function Choice({ type, name, value, isChosen, works, children }: Props) {
  return (
    <label className="flex min-h-8 cursor-pointer items-center gap-2.5 text-sm hover:text-ink has-checked:font-medium">
      <input
        type={type}
        id={`${name}:${value.replaceAll(' ', '_')}`}
        name={name}
        value={value}
        defaultChecked={isChosen}
        className="size-4 shrink-0 accent-ink"
      />
      <bdi className="min-w-0 grow">{children}</bdi>
      {works && <Works works={works} />}
    </label>
  );
}

function Works({ works }: { works: PostCount }) {
  return (
    <span className="shrink-0 font-normal text-quiet tabular-nums">
      {works.isEstimate && <span aria-hidden>≈ </span>}
      <span className={works.isEstimate ? 'sr-only' : undefined}>{formatCount(works)}</span>
      {works.isEstimate && <span aria-hidden>{formatCount(works).replace('about ', '')}</span>}
      <span className="sr-only"> {works.count === 1 ? 'work' : 'works'}</span>
    </span>
  );
}
