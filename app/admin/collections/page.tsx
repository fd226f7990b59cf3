import Link from 'next/link';
import { z } from 'zod';
import { buttonClass } from '#components/ui/button.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { problemMessage } from '#lib/auth/problem.ts';
import { requireAdmin } from '#lib/auth/viewer.ts';
import { listCollections } from '#lib/collections/queries.ts';
import { type CollectionRow, collectionState, dayOf } from '#lib/domain/collections.ts';
import { formatDate } from '#lib/domain/format-date.ts';
import { adminMetadata } from '../admin-metadata.ts';

export const generateMetadata = adminMetadata('Collections');

const RESULTS: Readonly<Record<string, string>> = {
  saved: 'The collection is saved.',
  deleted: 'The collection is deleted. Its works stay as they are.',
};
// Anybody can edit a URL: an invalid parameter counts as missing.
const parameter = z.string().max(100).catch('');
const querySchema = z.object({ said: parameter, problem: parameter });

type Props = { searchParams: Promise<Record<string, string | string[]>> };

export default async function CollectionsPage({ searchParams }: Props) {
  const viewer = await requireAdmin('/admin/collections');
  const { said, problem } = querySchema.parse(await searchParams);
  const collections = await listCollections(viewer);
  const today = dayOf(new Date());
  return (
    <>
      <div className="flex items-center justify-between gap-6">
        <h1 className="text-lg font-medium">Collections</h1>
        <Link href="/admin/collections/new" prefetch={false} className={buttonClass('quiet')}>
          New collection
        </Link>
      </div>
      <div className="my-6 grid max-w-3xl gap-3 empty:hidden">
        <Notice>{problemMessage(problem)}</Notice>
        <Notice tone="done">{Object.hasOwn(RESULTS, said) && RESULTS[said]}</Notice>
      </div>
      {collections.length === 0 ? (
        <EmptyState title="No collections yet">
          Put works together under a title; visitors find them on the home page.
        </EmptyState>
      ) : (
        <ul className="max-w-3xl divide-y divide-line">
          {collections.map((collection) => (
            <li key={collection.id} className="py-4">
              <h2 dir="auto" className="font-medium">
                <Link
                  href={`/admin/collections/${collection.id}`}
                  prefetch={false}
                  className="underline-offset-4 hover:underline"
                >
                  {collection.title}
                </Link>
              </h2>
              <p className="text-sm text-quiet">
                {collectionState(collection, today)} · {daysOf(collection)} · {collection.works}{' '}
                {collection.works === 1 ? 'work' : 'works'}
              </p>
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

function daysOf({ startsOn, endsOn }: CollectionRow): string {
  if (startsOn && endsOn) return `${formatDate(startsOn)} to ${formatDate(endsOn)}`;
  if (startsOn) return `from ${formatDate(startsOn)}`;
  return endsOn ? `until ${formatDate(endsOn)}` : 'without an end';
}
