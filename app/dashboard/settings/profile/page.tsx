import type { Metadata } from 'next';
import Link from 'next/link';
import { z } from 'zod';
import { ProfileForm } from '#components/accounts/profile-form.tsx';
import { PortraitSection } from '#components/artists/portrait-section.tsx';
import { requireSettings } from '#lib/accounts/queries.ts';
import { problemMessage } from '#lib/auth/problem.ts';
import { requireViewer } from '#lib/auth/viewer.ts';
import { isPictureErrorCode, PictureError } from '#lib/media/picture-error.ts';
import { findOwnPortrait } from '#lib/portraits/find-own-portrait.ts';
import { getArtist } from '#lib/posts/queries.ts';
import { updateProfileAction } from './actions.ts';
import { profileValues } from './profile-values.ts';

export const metadata: Metadata = { title: 'Your profile' };

const DONE = { saved: 'Saved.', removed: 'Your portrait has been removed.' } as const;

// Anybody can edit a URL: an invalid parameter counts as missing.
const querySchema = z.object({
  portrait: z.enum(['saved', 'removed']).optional().catch(undefined),
  problem: z.string().optional().catch(undefined),
  format: z
    .string()
    .regex(/^[A-Za-z0-9 ]{1,20}$/)
    .nullish()
    .catch(null),
});

type Props = { searchParams: Promise<Record<string, string | string[]>> };

export default async function ProfilePage({ searchParams }: Props) {
  const viewer = await requireViewer('/dashboard/settings/profile');
  const { portrait: done, problem = '', format } = querySchema.parse(await searchParams);
  const [settings, portrait, artist] = await Promise.all([
    requireSettings(viewer),
    findOwnPortrait(viewer),
    getArtist(viewer.username),
  ]);
  const values = { ...profileValues(settings), version: String(settings.profileVersion) };
  const picture = isPictureErrorCode(problem) ? new PictureError(problem, { format: format ?? null }) : null;
  return (
    <div className="max-w-3xl space-y-8">
      <div className="flex flex-wrap items-baseline justify-between gap-4">
        <h1 className="text-lg font-medium">Your profile</h1>
        {artist && (
          <Link href={`/artists/${viewer.username}`} prefetch={false} className="text-sm underline underline-offset-4">
            Your page for visitors
          </Link>
        )}
      </div>
      <PortraitSection
        artist={settings}
        portrait={portrait}
        done={done && DONE[done]}
        error={picture?.message ?? problemMessage(problem) ?? undefined}
      />
      <ProfileForm action={updateProfileAction} initial={{ values, fieldErrors: {} }} />
    </div>
  );
}
