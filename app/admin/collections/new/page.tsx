import { randomUUID } from 'node:crypto';
import { CollectionForm } from '#components/collections/collection-form.tsx';
import { requireAdmin } from '#lib/auth/viewer.ts';
import { adminMetadata } from '../../admin-metadata.ts';
import { saveCollectionAction } from '../actions.ts';

export const generateMetadata = adminMetadata('New collection');

export default async function NewCollectionPage() {
  await requireAdmin('/admin/collections/new');
  return (
    <>
      <h1 className="mb-6 text-lg font-medium">New collection</h1>
      <CollectionForm
        action={saveCollectionAction}
        initial={{ values: { key: randomUUID() }, fieldErrors: {} }}
        id={null}
      />
    </>
  );
}
