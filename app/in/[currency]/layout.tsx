import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import type { ReactNode } from 'react';
import { isCurrency } from '#lib/domain/money/currencies.ts';
import { env } from '#lib/env.ts';

/** Pages are made at their first visit, so a build needs no database. */
export const generateStaticParams = () => [];

/** Canonical addresses are absolute; the shop's own is known when it runs, not when it is built. */
export const generateMetadata = (): Metadata => ({ metadataBase: new URL(env().NEXTAUTH_URL) });

/** The cached copies of the public pages, one a currency. next.config.js leads `/` and `/posts/…` here. */
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
