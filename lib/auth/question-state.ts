import 'server-only';
import type { QuestionState } from '#lib/domain/second-factors.ts';
import { failedForm } from './form-action.ts';

/** What a browser needs to ask for a passkey, from an action; or a sentence that says why there is nothing to ask. */
export async function questionState<Question>(ask: () => Promise<Question>): Promise<QuestionState<Question>> {
  try {
    return { question: await ask() };
  } catch (error) {
    const { message, fieldErrors } = failedForm(error, {});
    return { message: message ?? Object.values(fieldErrors).join(' ') };
  }
}
