import { viewerOrEnded } from '#lib/auth/viewer.ts';
import type { Viewer } from '#lib/domain/viewer.ts';
import { csvResponse } from '#lib/http/csv-response.ts';
import { seeOther } from '#lib/http/see-other.ts';

/** One of the viewer's own lists as a CSV file; others are asked to sign in, and then find the link on `page`. */
export const ownExport =
  (name: string, page: string, list: (viewer: Viewer) => AsyncGenerator<string>) => async (): Promise<Response> => {
    const viewer = await viewerOrEnded();
    if (!viewer || viewer === 'ended') return seeOther(`/sign-in?next=${encodeURIComponent(page)}`);
    return csvResponse(name, list(viewer));
  };
