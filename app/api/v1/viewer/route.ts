import { requireSettings } from '#lib/accounts/queries.ts';
import { updateProfile } from '#lib/accounts/update-profile.ts';
import { apiRoute } from '#lib/api/answer.ts';
import { changedSince, etagOf, isNotModified, requiredVersion } from '#lib/api/etag.ts';
import { validate } from '#lib/api/read-request.ts';
import { ExpectedError } from '#lib/domain/errors.ts';
import type { Viewer } from '#lib/domain/viewer.ts';
import { env } from '#lib/env.ts';
import { profileSchema } from '#lib/schemas/accounts.ts';
import * as operations from '#lib/schemas/api/account.ts';
import { refreshAllPosts } from '#server/page-cache/refresh-post.ts';

export const GET = apiRoute(operations.getAccount, async ({ request, caller: { viewer } }) => {
  const { shown, etag } = await shownAccount(viewer);
  return isNotModified(request, etag)
    ? { status: 304, headers: { etag } }
    : { status: 200, body: shown, headers: { etag } };
});

/** Changes that nobody set a condition for are tried again when another one was faster. */
const ATTEMPTS = 5;

export const PATCH = apiRoute(operations.changeAccount, async ({ request, caller: { viewer }, body }) => {
  for (let attempt = 1; ; attempt++) {
    const stored = await shownAccount(viewer);
    const required = requiredVersion(request, stored);
    const profile = validate(profileSchema, { ...stored.profile, ...body });
    try {
      await updateProfile(viewer, profile, stored.version);
      await refreshAllPosts();
      const { shown, etag } = await shownAccount(viewer);
      return { status: 200, body: shown, headers: { etag } };
    } catch (error) {
      if (!(error instanceof ExpectedError) || error.code !== 'changed-elsewhere') throw error;
      if (required !== null) throw changedSince(await shownAccount(viewer));
      if (attempt === ATTEMPTS) throw error;
    }
  }
});

async function shownAccount(viewer: Viewer) {
  const { id, username, email, isEmailProven, role } = viewer;
  const { displayName, bio, profileVersion: version } = await requireSettings(viewer);
  const url = `${env().NEXTAUTH_URL}/artists/${username}`;
  const shown = { id, username, displayName, bio, email, isEmailProven, role: role.toLowerCase(), url };
  return { shown, version, profile: { displayName, bio }, etag: etagOf(version, shown) };
}
