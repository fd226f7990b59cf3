import Link from 'next/link';
import { buttonClass } from '#components/ui/button.tsx';

/**
 * Leads to the page on which anybody can follow an artist. A link, because the pages that it is on are the same for everyone.
 */
export function FollowLink({ artist }: { artist: { username: string; displayName: string } }) {
  return (
    <Link href={`/artists/${artist.username}/follow`} prefetch={false} rel="nofollow" className={buttonClass('quiet')}>
      Follow<span className="sr-only"> {artist.displayName}</span>
    </Link>
  );
}
