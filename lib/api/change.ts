import { ExpectedError } from '#lib/domain/errors.ts';
import type { ApiReply } from './answer.ts';
import { changedSince, requiredVersion } from './etag.ts';

/** Something with a version, and what programs see of it. */
type Stored = { version: number; shown: unknown; etag: string };

/** Changes that nobody set a condition for are tried again when another one was faster. */
const ATTEMPTS = 5;

/**
 * Changes something that has a version, as If-Match demands, and answers with what is stored then.
 * @param read what is stored @param change writes with the version that it must find
 * @throws {ApiProblem} changed-since, with what is stored now
 */
export async function changeStored<Now extends Stored>(
  request: Request,
  read: () => Promise<Now>,
  change: (stored: Now) => Promise<void>,
): Promise<ApiReply> {
  for (let attempt = 1; ; attempt++) {
    const stored = await read();
    const required = requiredVersion(request, stored);
    try {
      await change(stored);
      const { shown, etag } = await read();
      return { status: 200, body: shown, headers: { etag } };
    } catch (error) {
      if (!(error instanceof ExpectedError) || error.code !== 'changed-elsewhere') throw error;
      if (required !== null) throw changedSince(await read());
      if (attempt === ATTEMPTS) throw error;
    }
  }
}
