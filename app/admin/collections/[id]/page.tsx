import type { Metadata } from 'next';
import Link from 'next/link';
import { notFound } from 'next/navigation';
import { cache } from 'react';
import { CollectionForm } from '#components/collections/collection-form.tsx';
import { SubmitButton } from '#components/ui/submit-button.tsx';
import { currentViewer, requireAdmin } from '#lib/auth/viewer.ts';
import { getCollection } from '#lib/collections/queries.ts';
import { dayOf, isCurrent } from '#lib/domain/collections.ts';
import { adminRefusal, type Viewer } from '#lib/domain/viewer.ts';
import { collectionIdSchema } from '#lib/schemas/collections.ts';
import { deleteCollectionAction, saveCollectionAction } from '../actions.ts';
import { collectionValues } from '../collection-values.ts';

type Props = { params: Promise<{ id: string }> };

/** Read once for the page and its metadata. */
const collectionOf = cache(async (viewer: Viewer, id: string) =>
  collectionIdSchema.safeParse({ id }).success ? getCollection(viewer, id) : null,
);

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const viewer = await currentViewer();
  if (viewer && (viewer.role !== 'ADMIN' || !(await existsFor(viewer, (await params).id)))) notFound();
  return { title: 'Collection', robots: { index: false } };
}

/** An admin without a second factor is asked for it by the page. */
const existsFor = async (viewer: Viewer, id: string) =>
  adminRefusal(viewer) !== null || (await collectionOf(viewer, id)) !== null;

export default async function EditCollectionPage({ params }: Props) {
  const { id } = await params;
  const viewer = await requireAdmin(`/admin/collections/${encodeURIComponent(id)}`);
  const collection = await collectionOf(viewer, id);
  if (!collection) notFound();
  return (
    <>
      <h1 dir="auto" className="mb-6 text-lg font-medium">
        {collection.title}
      </h1>
      {isCurrent(collection, dayOf(new Date())) && (
        <p className="mb-6 text-sm">
          <Link
            href={`/collections/${collection.slug}`}
            prefetch={false}
            className="underline underline-offset-4 hover:text-quiet"
          >
            See it as visitors do
          </Link>
        </p>
      )}
      <CollectionForm
        action={saveCollectionAction}
        initial={{ values: { ...collectionValues(collection), version: String(collection.version) }, fieldErrors: {} }}
        id={id}
      />
      <details className="mt-12 text-sm">
        <summary className="w-fit text-quiet underline underline-offset-4 hover:text-ink">
          Delete this collection
        </summary>
        <form action={deleteCollectionAction} className="mt-3">
          <input type="hidden" name="id" value={id} />
          <p className="mb-3">Its page goes for good. The works stay as they are.</p>
          <SubmitButton variant="quiet" pendingText="Deleting…">
            Delete it
          </SubmitButton>
        </form>
      </details>
    </>
  );
}
