import type { Metadata } from 'next';
import { problemCodes } from '#lib/api/openapi.ts';
import { ApiProblem } from '#lib/domain/api/problem.ts';
import { ExpectedError, isErrorCode } from '#lib/domain/errors.ts';
import { API_OPERATIONS } from '#lib/schemas/api/operations.ts';

export const metadata: Metadata = { title: 'Problems of the API' };

const codes = [...new Set(API_OPERATIONS.flatMap(problemCodes))].sort();

/** Where the `type` of a problem leads. */
export default function ProblemsPage() {
  return (
    <div className="mx-auto max-w-3xl py-10">
      <h1 className="font-serif text-3xl">Problems of the API</h1>
      <p className="mt-4 mb-8 text-quiet">
        An error is JSON of the type <code>application/problem+json</code> (RFC 9457). Its <code>code</code> stays the
        same; <code>detail</code> is a sentence for people, and <code>errors</code> names the fields.
      </p>
      <dl className="grid gap-6">
        {codes.map((code) => {
          const { status, title } = new ApiProblem(code, { detail: '' });
          return (
            <div key={code} id={code} className="border-t border-line pt-4">
              <dt>
                <code>{code}</code> <span className="text-quiet">{status}</span>
              </dt>
              <dd className="mt-1">{isErrorCode(code) ? new ExpectedError(code).message : `${title}.`}</dd>
            </div>
          );
        })}
      </dl>
    </div>
  );
}
