import type { Metadata } from 'next';
import Link from 'next/link';
import { notFound } from 'next/navigation';
import { MarkdownText } from '#components/legal/markdown-text.tsx';
import { formatDate } from '#lib/domain/format-date.ts';
import type { Block } from '#lib/domain/markdown.ts';
import { isLegalPage, LEGAL_PAGES, type LegalPage } from '#lib/domain/settings/legal-pages.ts';
import { cachedLegalPage } from '#server/page-cache/cached-shop.ts';

type Found = { page: LegalPage; isInForce: boolean; number: number; savedAt: string; blocks: Block[] };

/** The version, or the one in force if it is null. A page without a text does not exist, but its older versions do. */
async function requireVersion(name: string, version: string | null): Promise<Found> {
  if (!isLegalPage(name) || (version !== null && !/^[1-9]\d{0,8}$/.test(version))) notFound();
  const [newest, found] = await Promise.all([
    cachedLegalPage(name, null),
    cachedLegalPage(name, version === null ? null : Number(version)),
  ]);
  if (!found || found.blocks.length === 0) notFound();
  return { ...found, page: name, isInForce: found.number === newest?.number };
}

export async function legalMetadata(name: string, version: string | null): Promise<Metadata> {
  const { page, number, isInForce } = await requireVersion(name, version);
  const { title, about } = LEGAL_PAGES[page];
  return {
    title: isInForce ? title : `${title}, version ${number}`,
    description: about,
    alternates: { canonical: `/${page}` },
    ...(!isInForce && { robots: { index: false } }),
  };
}

export async function LegalText({ name, version }: { name: string; version: string | null }) {
  const { page, number, savedAt, blocks, isInForce } = await requireVersion(name, version);
  return (
    <article className="mx-auto max-w-2xl py-8 sm:py-14">
      <h1 className="font-serif text-4xl tracking-tight">{LEGAL_PAGES[page].title}</h1>
      <p className="mt-3 mb-8 text-sm text-quiet">
        Version {number}, {formatDate(savedAt)}.
        {!isInForce && (
          <>
            {' '}
            This version is no longer in force.{' '}
            <Link href={`/${page}`} prefetch={false} className="underline underline-offset-4">
              See the present one
            </Link>
          </>
        )}
      </p>
      <MarkdownText blocks={blocks} />
    </article>
  );
}
