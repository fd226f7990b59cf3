import type { z } from 'zod';
import { ApiProblem, type FieldProblem } from '#lib/domain/api/problem.ts';

/** At most so many problems are told at once. */
const MAX_ERRORS = 20;

/** The query, each parameter once. @throws {ApiProblem} invalid-request */
export function readQuery(url: string): Record<string, string> {
  const query: Record<string, string> = {};
  for (const [name, value] of new URL(url).searchParams) {
    if (Object.hasOwn(query, name)) throw invalid([{ field: shortened(name), detail: 'Send this parameter once.' }]);
    query[name] = value;
  }
  return query;
}

/** The body as JSON. @throws {ApiProblem} content-type, malformed-request */
export async function readJson(request: Request): Promise<unknown> {
  const type = request.headers.get('content-type') ?? '';
  if (!/^application\/(?:[\w.-]+\+)?json\s*(?:;|$)/i.test(type))
    throw new ApiProblem('content-type', { detail: 'Send JSON, with “Content-Type: application/json”.' });
  const bytes = await request.arrayBuffer();
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    throw new ApiProblem('malformed-request', { detail: 'The body is not valid JSON in UTF-8.' });
  }
}

/** A value as its schema wants it. @throws {ApiProblem} invalid-request, with every field that is wrong */
export function validate<Schema extends z.ZodType>(schema: Schema, value: unknown): z.output<Schema> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw invalid(parsed.error.issues.flatMap(fieldProblems));
}

export function invalid(errors: readonly FieldProblem[]): ApiProblem {
  const told = errors.slice(0, MAX_ERRORS);
  return new ApiProblem('invalid-request', { detail: told[0]?.detail ?? 'This is not valid.', errors: told });
}

function fieldProblems(issue: z.core.$ZodIssue): FieldProblem[] {
  const path = issue.path.map(String);
  if (issue.code !== 'unrecognized_keys') return [{ field: path.join('.') || 'body', detail: issue.message }];
  return issue.keys.map((key) => ({
    field: [...path, shortened(key)].join('.'),
    detail: 'There is no such field.',
  }));
}

/** Nobody needs a long name back. */
const shortened = (name: string) => (name.length > 60 ? `${name.slice(0, 60)}…` : name);
