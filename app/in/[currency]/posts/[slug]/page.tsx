import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { PostDetail } from '#components/posts/detail/post-detail.tsx';
import { ShownWork } from '#components/posts/detail/shown-work.tsx';
import { PostJsonLd } from '#components/posts/post-json-ld.tsx';
import { VisitBeacon } from '#components/posts/visit-beacon.tsx';
import { quoteNote } from '#lib/domain/exchange/conversion.ts';
import { quote } from '#lib/domain/exchange/quote.ts';
import { isolate } from '#lib/domain/isolate.ts';
import { trustLines } from '#lib/domain/settings/trust-lines.ts';
import { env } from '#lib/env.ts';
import { assurancesOf } from '#lib/view/assurances.ts';
import { openGraphImages, workCard } from '#lib/view/open-graph.ts';
import { cachedShop } from '#server/page-cache/cached-shop.ts';
import { cachedExchange, cachedPost } from '#server/page-cache/public-posts.ts';
import { cachedRelatedPosts } from '#server/page-cache/related-posts.ts';

export const dynamic = 'force-static';
export const generateStaticParams = () => [];

type Props = { params: Promise<{ currency: string; slug: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const [post, { name }] = await Promise.all([cachedPost((await params).slug), cachedShop()]);
  if (!post) notFound();
  const description = post.description || post.content.slice(0, 200);
  return {
    title: `${isolate(post.title)}, by ${isolate(post.artist.displayName)}`,
    description,
    alternates: { canonical: `/posts/${post.slug}` },
    openGraph: {
      type: 'website',
      title: post.title,
      description,
      url: `/posts/${post.slug}`,
      images: openGraphImages('work', post.slug, workCard(post, name)),
    },
    twitter: { card: 'summary_large_image' },
  };
}

export default async function PostPage({ params }: Props) {
  const { currency, slug } = await params;
  const post = await cachedPost(slug);
  if (!post) notFound();
  const [exchange, related, { name, settings, pages }] = await Promise.all([
    cachedExchange(),
    cachedRelatedPosts(post, currency),
    cachedShop(),
  ]);
  const quoted = quote(post.price, currency, exchange);
  const purchase = { shown: quoted.shown, note: quoteNote(quoted, new Date()) };
  return (
    <>
      <ShownWork post={{ id: post.id, artist: { username: post.artist.username } }}>
        <PostDetail
          post={post}
          {...purchase}
          related={related}
          assurances={assurancesOf(post, trustLines(settings, pages))}
        />
      </ShownWork>
      <PostJsonLd post={post} shown={quoted.shown} origin={env().NEXTAUTH_URL} shop={name} />
      <VisitBeacon slug={post.slug} artist={post.artist.username} />
    </>
  );
}
