import 'server-only';
import { unstable_rethrow } from 'next/navigation';
import type { z } from 'zod';
import { respondUnavailableIfFailed } from '#lib/database-errors.ts';
import { ExpectedError, ExpectedErrors } from '#lib/domain/errors.ts';
import type { FormState } from '#lib/domain/form-state.ts';
import { typedLength } from '#lib/domain/typed-length.ts';
import type { Viewer } from '#lib/domain/viewer.ts';
import { logFailure } from '#lib/logger.ts';
import { currentViewer } from './viewer.ts';

/** The form's fields that may be shown again, each with its limit in characters. */
export type ShownFields = Readonly<Record<string, number>>;

/** No form has more fields; Next adds a few of its own. */
const MAX_FIELDS = 100;

/**
 * The submitted values of the form's own fields, to be shown again next to its errors. What is longer than a person could
 * have typed is cut.
 */
export function typedValues(form: FormData, shown: ShownFields): Record<string, string> {
  const values: Record<string, string> = {};
  for (const [name, limit] of Object.entries(shown)) {
    const value = form.get(name);
    // An emoji that the cut divides is half a character, which PostgreSQL cannot store.
    if (typeof value === 'string') values[name] = value.slice(0, typedLength(limit)).toWellFormed();
  }
  return values;
}

/** @throws {ExpectedError} too-large, if there are more fields than any form has. */
export function countFields(form: FormData): void {
  let count = 0;
  for (const _name of form.keys()) if (++count > MAX_FIELDS) throw new ExpectedError('too-large');
}

/** Turns an error of an action into a form state. Redirects are rethrown. */
export function failedForm(error: unknown, values: Record<string, string>): FormState {
  unstable_rethrow(error);
  if (error instanceof ExpectedErrors) {
    const entries = error.errors.map(({ field, message }) => [field ?? 'form', message] as const);
    return { values, fieldErrors: Object.fromEntries(entries) };
  }
  if (error instanceof ExpectedError) {
    return error.field
      ? { values, fieldErrors: { [error.field]: error.message } }
      : { values, fieldErrors: {}, message: error.message };
  }
  const reference = logFailure('an action failed', error);
  if (respondUnavailableIfFailed()) return { values, fieldErrors: {}, message: new ExpectedError('try-later').message };
  return {
    values,
    fieldErrors: {},
    message: `Something went wrong on our side. Your input is still here; please try again. (Reference ${reference})`,
  };
}

/** The first error of each field. */
export function fieldErrorsOf(error: z.ZodError): Record<string, string> {
  const errors: Record<string, string> = {};
  for (const { path, message } of error.issues) errors[String(path[0] ?? 'form')] ??= message;
  return errors;
}

/**
 * A server action for a form: parses the fields with `schema` and calls `run`. Every failure returns a state with the
 * submitted values of the fields in `shown`.
 */
export function formAction<Schema extends z.ZodType>(
  { schema, shown }: { schema: Schema; shown: ShownFields },
  run: (input: z.output<Schema>, form: FormData) => Promise<FormState>,
) {
  return async (_previous: FormState, form: FormData): Promise<FormState> => {
    let values: Record<string, string> = {};
    try {
      countFields(form);
      values = typedValues(form, shown);
      const input = schema.safeParse(Object.fromEntries(form));
      if (!input.success) return { values, fieldErrors: fieldErrorsOf(input.error) };
      return await run(input.data, form);
    } catch (error) {
      return failedForm(error, values);
    }
  };
}

/** The same for signed-in viewers; for anyone else the form shows the error `signed-out`. */
export function viewerFormAction<Schema extends z.ZodType>(
  form: { schema: Schema; shown: ShownFields },
  run: (viewer: Viewer, input: z.output<Schema>, form: FormData) => Promise<FormState>,
) {
  return formAction(form, async (input, data) => run(await requireActionViewer(), input, data));
}

/** @throws {ExpectedError} signed-out */
export async function requireActionViewer(): Promise<Viewer> {
  const viewer = await currentViewer();
  if (!viewer) throw new ExpectedError('signed-out');
  return viewer;
}
