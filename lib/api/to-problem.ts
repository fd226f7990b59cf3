import { databaseErrorOf } from '#lib/database-errors.ts';
import { ApiProblem, type FieldProblem } from '#lib/domain/api/problem.ts';
import { ExpectedError, ExpectedErrors } from '#lib/domain/errors.ts';
import { logFailure } from '#lib/logger.ts';
import { PictureError, type PictureErrorCode } from '#lib/media/picture-error.ts';

const RETRY_SECONDS = '10';
const OF_PICTURES: Partial<Record<PictureErrorCode, 'body-too-large' | 'unavailable'>> = {
  'too-large': 'body-too-large',
  'too-busy': 'unavailable',
  'no-room': 'unavailable',
};

/** What a program is told of anything that was thrown. What people cannot cause is logged, with a reference. */
export function toProblem(error: unknown): ApiProblem {
  if (error instanceof ApiProblem) return error;
  if (error instanceof ExpectedErrors) {
    const errors = error.errors.flatMap(({ field, message }): FieldProblem[] =>
      field ? [{ field, detail: message }] : [],
    );
    return new ApiProblem(error.errors[0]?.code ?? 'invalid-request', { detail: error.message, errors });
  }
  if (error instanceof ExpectedError) return ofExpected(error);
  if (error instanceof PictureError) {
    const code = OF_PICTURES[error.code] ?? 'picture-refused';
    const headers: Record<string, string> = code === 'unavailable' ? { 'retry-after': RETRY_SECONDS } : {};
    return new ApiProblem(code, { detail: error.message, headers });
  }
  const isOutage = databaseErrorOf() !== null;
  const reference = logFailure(
    isOutage ? 'the database failed a request to the API' : 'a request to the API failed',
    error,
  );
  if (isOutage)
    return new ApiProblem('unavailable', {
      detail: new ExpectedError('try-later').message,
      headers: { 'retry-after': RETRY_SECONDS },
      reference,
    });
  return new ApiProblem('failed', { detail: 'Something went wrong in the shop.', reference });
}

function ofExpected(error: ExpectedError): ApiProblem {
  const { code, message, field } = error;
  const headers: Record<string, string> =
    code === 'too-many-attempts' || code === 'try-later' ? { 'retry-after': RETRY_SECONDS } : {};
  return new ApiProblem(code, { detail: message, headers, ...(field && { errors: [{ field, detail: message }] }) });
}
