import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import type { ReactNode } from 'react';
import { isCurrency } from '#lib/domain/money/currencies.ts';
import { env } from '#lib/env.ts';

/** Pages are rendered at their first visit, so a build needs no database. */
export const generateStaticParams = () => [];

/** Canonical URLs are absolute, and the shop's origin is known at run time only. */
export const generateMetadata = (): Metadata => ({ metadataBase: new URL(env().NEXTAUTH_URL) });

/** The cached public pages, one per currency. Requests for `/`, `/posts/…` and so on are rewritten to these. */
export default async function CurrencyLayout({
  children,
  params,
}: {
  children: ReactNode;
  params: Promise<{ currency: string }>;
}) {
  if (!isCurrency((await params).currency)) notFound();
  return children;
}
