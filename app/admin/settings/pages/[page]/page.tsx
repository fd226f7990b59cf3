import Link from 'next/link';
import { notFound } from 'next/navigation';
import { LegalPageForm } from '#components/settings/legal-page-form.tsx';
import { currentViewer, requireAdmin } from '#lib/auth/viewer.ts';
import { formatDateTime } from '#lib/domain/format-date.ts';
import { isLegalPage, LEGAL_PAGES, legalVersionPath } from '#lib/domain/settings/legal-pages.ts';
import { getLegalPage, listLegalPageVersions } from '#lib/settings/legal-page-versions.ts';
import { adminMetadata } from '../../../admin-metadata.ts';
import { saveLegalPageAction } from '../../actions.ts';

type Props = { params: Promise<{ page: string }> };

export async function generateMetadata({ params }: Props) {
  const { page } = await params;
  // Somebody whose session has ended is asked to sign in, whatever the page.
  const viewer = await currentViewer();
  if (viewer && !isLegalPage(page)) notFound();
  return adminMetadata(isLegalPage(page) ? LEGAL_PAGES[page].title : 'Settings')();
}

/** A legal page of the shop: its text, a preview, and its versions. */
export default async function EditLegalPage({ params }: Props) {
  const { page } = await params;
  await requireAdmin(`/admin/settings/pages/${encodeURIComponent(page)}`);
  if (!isLegalPage(page)) notFound();
  const [present, versions] = await Promise.all([getLegalPage(page), listLegalPageVersions(page)]);
  const { title, about } = LEGAL_PAGES[page];
  const values = { text: present?.text ?? '', version: String(present?.number ?? 0) };
  return (
    <div className="max-w-3xl">
      <p className="text-sm">
        <Link href="/admin/settings#pages" prefetch={false} className="underline underline-offset-4">
          All settings
        </Link>
      </p>
      <h1 className="mt-4 text-lg font-medium">{title}</h1>
      <p className="mt-1 mb-6 text-sm text-quiet">{about}</p>
      <LegalPageForm action={saveLegalPageAction} initial={{ values, fieldErrors: {} }} page={page} title={title} />
      {versions.length > 0 && (
        <section aria-labelledby="versions" className="mt-14">
          <h2 id="versions" className="mb-3 text-lg font-medium">
            Versions
          </h2>
          <ul className="border-t border-line text-sm">
            {versions.map(({ number, savedAt, authorName }) => (
              <li key={number} className="flex flex-wrap gap-x-6 border-b border-line py-3">
                <Link href={legalVersionPath(page, number)} prefetch={false} className="underline underline-offset-4">
                  Version {number}
                </Link>
                <span className="text-quiet">
                  {formatDateTime(savedAt)}, by <bdi>{authorName}</bdi>
                </span>
              </li>
            ))}
          </ul>
        </section>
      )}
    </div>
  );
}
