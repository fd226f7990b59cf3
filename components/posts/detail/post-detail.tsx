import { ArtistLine } from '#components/artists/artist-line.tsx';
import { FollowLink } from '#components/artists/follow-link.tsx';
import { SaveForm } from '#components/saved/save-form.tsx';
import { isClosedUsername } from '#lib/domain/leaving.ts';
import type { Money } from '#lib/domain/money/money.ts';
import type { PostDto, QuotedCardDto } from '#lib/domain/posts/post-dto.ts';
import type { Assurance } from '#lib/view/assurances.ts';
import { WorkRail } from '../work-rail.tsx';
import { Assurances } from './assurances.tsx';
import { BuyBar } from './buy-bar.tsx';
import { BuyBox, type BuyProps } from './buy-box.tsx';
import { PostFacts } from './post-facts.tsx';
import { PostPictures } from './post-pictures.tsx';
import { PostStory } from './post-story.tsx';
import { ShareButton } from './share-button.tsx';

type Props = {
  post: PostDto;
  shown: Money;
  /** How the shown price was converted; null if it was not. */
  note: string | null;
  /** Works of the same artist, and similar ones of others. */
  related?: { more: QuotedCardDto[]; similar: QuotedCardDto[] };
  /** Short lines beside the price. */
  assurances?: readonly Assurance[];
  /** For its artist, before it is saved: nobody can buy it, save it or share it. */
  isPreview?: boolean;
};

const NO_OTHERS = { more: [], similar: [] };

/**
 * The page of a work: its pictures, beside them what somebody decides by, then its story and other works. A sold work
 * leads on to similar ones before its story.
 */
export function PostDetail({ post, shown, note, related = NO_OTHERS, assurances = [], isPreview = false }: Props) {
  const { id, slug, status, heldUntil, artist } = post;
  const purchase: BuyProps = { post: { id, slug, status, heldUntil, artist: { username: artist.username } }, shown };
  const isSold = status === 'SOLD';
  const similar = (
    <WorkRail heading={isSold ? 'Similar works that are for sale' : 'Similar works'} posts={related.similar} />
  );
  return (
    <div className={`pt-2 sm:pt-6 ${isSold ? '' : 'max-lg:pb-20'}`}>
      <article className="grid grid-cols-[minmax(0,1fr)] gap-x-16 gap-y-6 lg:grid-cols-[minmax(0,1fr)_24rem] lg:grid-rows-[auto_1fr] lg:gap-y-14">
        <PostPictures title={post.title} pictures={post.pictures} />
        <div className="min-w-0 lg:sticky lg:top-10 lg:row-span-2 lg:self-start">
          <h1 dir="auto" className="font-serif text-3xl leading-tight sm:text-4xl">
            {post.title}
          </h1>
          <div className="flex flex-wrap items-center justify-between gap-x-6">
            <ArtistLine artist={artist} />
            {!isPreview && !isClosedUsername(artist.username) && (
              <p className="mt-4">
                <FollowLink artist={artist} />
              </p>
            )}
          </div>
          <div id="buy" className="mt-5 scroll-mt-4 lg:mt-8 lg:border-t lg:border-line lg:pt-8">
            <BuyBox {...purchase} note={note} isPreview={isPreview} />
          </div>
          {!isPreview && (
            <div className="mt-6 flex gap-3">
              <SaveForm id={id} slug={slug} />
              <ShareButton title={post.title} />
            </div>
          )}
          <Assurances lines={assurances} />
          <PostFacts post={post} />
          {!isPreview && (
            <p className="mt-6 text-sm">
              <a
                href={`/posts/${slug}/report`}
                rel="nofollow"
                className="text-quiet underline underline-offset-4 hover:text-ink"
              >
                Report this work
              </a>
            </p>
          )}
        </div>
        {!isSold && <PostStory post={post} />}
      </article>
      {isSold && (
        <>
          {similar}
          <div className="mt-16">
            <PostStory post={post} />
          </div>
        </>
      )}
      <WorkRail
        heading={
          <>
            More by <bdi>{artist.displayName}</bdi>
          </>
        }
        posts={related.more}
        hasArtists={false}
        {...(!isClosedUsername(artist.username) && { all: { href: `/artists/${artist.username}`, text: 'See all' } })}
      />
      {!isSold && similar}
      {!isPreview && <BuyBar {...purchase} title={post.title} />}
    </div>
  );
}
