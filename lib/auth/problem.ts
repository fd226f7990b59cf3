import 'server-only';
import { unstable_rethrow } from 'next/navigation';
import { ExpectedError, isErrorCode } from '#lib/domain/errors.ts';
import { logFailure } from '#lib/logger.ts';
import { noteRefusal } from '#lib/request-context.ts';

/** Why an action failed, as query parameters. An unexpected error is logged, and its log reference is returned. */
export function problemParams(error: unknown): { problem: string } {
  unstable_rethrow(error);
  if (!(error instanceof ExpectedError)) return { problem: logFailure('an action failed', error) };
  noteRefusal(error.code);
  return { problem: error.code };
}

/** The same as a sentence; null for any other value, because anybody can edit the URL. */
export function problemMessage(problem: string | undefined): string | null {
  if (!problem) return null;
  if (isErrorCode(problem)) return new ExpectedError(problem).message;
  if (!/^[0-9a-f]{8}$/.test(problem)) return null;
  return `Something went wrong on our side, and nothing was changed. The log reference is ${problem}.`;
}
