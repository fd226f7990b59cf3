import { requireSettings } from '#lib/accounts/queries.ts';
import { updateProfile } from '#lib/accounts/update-profile.ts';
import { apiRoute } from '#lib/api/answer.ts';
import { changeStored } from '#lib/api/change.ts';
import { etagOf, isNotModified } from '#lib/api/etag.ts';
import { validate } from '#lib/api/read-request.ts';
import { portraitUrl } from '#lib/api/resources.ts';
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

export const PATCH = apiRoute(operations.changeAccount, ({ request, caller: { viewer }, body }) =>
  changeStored(
    request,
    () => shownAccount(viewer),
    async ({ profile, version }) => {
      await updateProfile(viewer, validate(profileSchema, { ...profile, ...body }), version);
      await refreshAllPosts();
    },
  ),
);

async function shownAccount(viewer: Viewer) {
  const { id, username, email, isEmailProven, role } = viewer;
  const { hasPassword: _, portrait: key, profileVersion: version, ...profile } = await requireSettings(viewer);
  const url = `${env().NEXTAUTH_URL}/artists/${username}`;
  const portrait = portraitUrl(key);
  const shown = { id, username, ...profile, portrait, email, isEmailProven, role: role.toLowerCase(), url };
  return { shown, version, profile, etag: etagOf(version, shown) };
}
