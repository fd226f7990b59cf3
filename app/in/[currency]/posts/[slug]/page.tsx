import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { PostDetail } from '#components/posts/post-detail.tsx';
import { PostJsonLd } from '#components/posts/post-json-ld.tsx';
import { VisitBeacon } from '#components/posts/visit-beacon.tsx';
import { pictureUrl } from '#lib/domain/picture.ts';
import { env } from '#lib/env.ts';
import { cachedPost } from '../../../../_cache/public-pages.ts';

export const dynamic = 'force-static';
export const generateStaticParams = () => [];

type Props = { params: Promise<{ slug: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const post = await cachedPost((await params).slug);
  if (!post) return {};
  const description = post.description || post.content.slice(0, 200);
  const { picture } = post;
  const width = picture?.widths.findLast((candidate) => candidate <= 1280);
  return {
    metadataBase: new URL(env().NEXTAUTH_URL),
    title: `${post.title}, by ${post.artist.displayName}`,
    description,
    alternates: { canonical: `/posts/${post.slug}` },
    openGraph: {
      type: 'website',
      title: post.title,
      description,
      url: `/posts/${post.slug}`,
      images:
        picture && width
          ? [
              {
                url: pictureUrl(picture.key, width),
                width,
                height: Math.round((width * picture.height) / picture.width),
                alt: picture.alt,
              },
            ]
          : [],
    },
    twitter: { card: 'summary_large_image' },
  };
}

export default async function PostPage({ params }: Props) {
  const post = await cachedPost((await params).slug);
  if (!post) notFound();
  return (
    <div className="pt-2 sm:pt-6">
      <PostDetail post={post} />
      <PostJsonLd post={post} origin={env().NEXTAUTH_URL} />
      <VisitBeacon slug={post.slug} />
    </div>
  );
}
