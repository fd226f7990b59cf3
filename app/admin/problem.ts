import { unstable_rethrow } from 'next/navigation';
import { ExpectedError, isErrorCode } from '#lib/domain/errors.ts';
import { logFailure } from '#lib/logger.ts';

/** Why an action failed, as the parts of an address; anything unexpected is logged under its reference. */
export function problemOf(error: unknown): { problem: string } {
  unstable_rethrow(error);
  return { problem: error instanceof ExpectedError ? error.code : logFailure('an admin’s action failed', error) };
}

/** The same in a sentence, or null: anybody can write an address. */
export function problemSentence(problem: string | undefined): string | null {
  if (!problem) return null;
  if (isErrorCode(problem)) return new ExpectedError(problem).message;
  if (!/^[0-9a-f]{8}$/.test(problem)) return null;
  return `Something went wrong on our side, and nothing was changed. The log has it under ${problem}.`;
}
