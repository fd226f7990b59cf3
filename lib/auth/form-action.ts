import 'server-only';
import { unstable_rethrow } from 'next/navigation';
import type { z } from 'zod';
import { noteActionStarted, respondUnavailableIfFailed } from '#lib/database-errors.ts';
import { ExpectedError, ExpectedErrors } from '#lib/domain/errors.ts';
import type { FormState } from '#lib/domain/form-state.ts';
import { countFields, type ShownFields, typedValues } from '#lib/domain/typed-values.ts';
import type { Viewer } from '#lib/domain/viewer.ts';
import { logFailure } from '#lib/logger.ts';
import { noteRefusal } from '#lib/request-context.ts';
import { currentViewer } from './viewer.ts';

/** The form that an action got. Anybody can call an action, with anything or nothing; that counts as an empty form. */
export function formOf(given: unknown): FormData {
  noteActionStarted();
  return given instanceof FormData ? given : new FormData();
}

/**
 * The fields of a form whose values no person types: ids, and which button was pressed.
 * @throws {ExpectedError} not-found for values that no form of ours has
 */
export function parseForm<Schema extends z.ZodType>(schema: Schema, form: unknown): z.output<Schema> {
  const parsed = schema.safeParse(Object.fromEntries(formOf(form)));
  if (!parsed.success) throw new ExpectedError('not-found');
  return parsed.data;
}

/** Turns an error of an action into a form state. Redirects are rethrown. */
export function failedForm(error: unknown, values: Record<string, string>): FormState {
  unstable_rethrow(error);
  if (error instanceof ExpectedErrors) {
    noteRefusal(error.errors.map(({ code }) => code).join());
    const entries = error.errors.map(({ field, message }) => [field ?? 'form', message] as const);
    return { values, fieldErrors: Object.fromEntries(entries) };
  }
  if (error instanceof ExpectedError) {
    noteRefusal(error.code);
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
  return async (_previous: FormState, given: FormData): Promise<FormState> => {
    const form = formOf(given);
    let values: Record<string, string> = {};
    try {
      countFields(form);
      values = typedValues(form, shown);
      const input = schema.safeParse(Object.fromEntries(form));
      if (!input.success) {
        noteRefusal('invalid-input');
        return { values, fieldErrors: fieldErrorsOf(input.error) };
      }
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
  noteActionStarted();
  const viewer = await currentViewer();
  if (!viewer) throw new ExpectedError('signed-out');
  return viewer;
}
