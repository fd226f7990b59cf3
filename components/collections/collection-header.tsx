import type { CollectionDto } from '#lib/domain/collections.ts';
import { formatDate } from '#lib/domain/format-date.ts';

export function CollectionHeader({ collection: { title, text, endsOn } }: { collection: CollectionDto }) {
  return (
    <header className="max-w-2xl pt-6 pb-10 sm:pt-12 sm:pb-14">
      <p className="text-sm text-quiet">Collection{endsOn && ` · until ${formatDate(endsOn)}`}</p>
      <h1 dir="auto" className="mt-2 font-serif text-4xl tracking-tight sm:text-5xl">
        {title}
      </h1>
      {text && (
        <p dir="auto" className="mt-5 leading-relaxed whitespace-pre-line text-quiet">
          {text}
        </p>
      )}
    </header>
  );
}
