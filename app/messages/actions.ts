'use server';

import { revalidatePath } from 'next/cache';
import { redirect } from 'next/navigation';
import { formAction, parseForm, requireActionViewer } from '#lib/auth/form-action.ts';
import { problemParams } from '#lib/auth/problem.ts';
import { ExpectedError } from '#lib/domain/errors.ts';
import { SHOWN_IN_ANSWER, SHOWN_IN_REPORT } from '#lib/domain/questions/question-limits.ts';
import { confirmQuestionPath, guestThreadPath, threadPath } from '#lib/domain/questions/question-mail.ts';
import { blockThread } from '#lib/questions/block-thread.ts';
import { confirmQuestion } from '#lib/questions/confirm-question.ts';
import { eraseThread } from '#lib/questions/erase-threads.ts';
import { sendMessage } from '#lib/questions/send-message.ts';
import type { ThreadRef } from '#lib/questions/thread-ref.ts';
import { reportMessage } from '#lib/reports/report-message.ts';
import { creationKeyOf } from '#lib/schemas/form-key.ts';
import {
  answerSchema,
  blockSchema,
  confirmQuestionSchema,
  eraseThreadSchema,
  reportSchema,
} from '#lib/schemas/questions.ts';
import type { ThreadDone } from './thread-query.ts';

type Proof = { thread?: string | undefined; token?: string | undefined };

/** Whose thread a form is about. @throws {ExpectedError} signed-out, not-found */
async function refOf({ thread, token }: Proof): Promise<ThreadRef> {
  if (token !== undefined) return { token };
  if (thread === undefined) throw new ExpectedError('not-found');
  return { viewer: await requireActionViewer(), id: thread };
}

const pathOf = ({ thread, token }: Proof) =>
  token === undefined ? threadPath(thread ?? '') : guestThreadPath(encodeURIComponent(token));

function withParams(path: string, params: Record<string, string>): string {
  return `${path}${path.includes('?') ? '&' : '?'}${new URLSearchParams(params)}`;
}

/** Back to the thread, where the number beside “Messages” is another one. */
function backTo(proof: Proof, done: ThreadDone): never {
  revalidatePath('/dashboard', 'layout');
  redirect(withParams(pathOf(proof), { done }));
}

/** “Send” in a thread. */
export const sendAction = formAction(
  { schema: answerSchema, shown: SHOWN_IN_ANSWER },
  async ({ text, key, ...proof }) => {
    await sendMessage(await refOf(proof), { text, creationKey: creationKeyOf(key, text) });
    backTo(proof, 'sent');
  },
);

/** “Report this message”. */
export const reportAction = formAction(
  { schema: reportSchema, shown: SHOWN_IN_REPORT },
  async ({ message, reason, ...proof }) => {
    await reportMessage(await refOf(proof), message, reason);
    backTo(proof, 'reported');
  },
);

/** “Block them” and “Unblock them”. */
export async function blockAction(form: FormData): Promise<void> {
  let proof: Proof = {};
  let params: Record<string, string>;
  try {
    const { intent, ...given } = parseForm(blockSchema, form);
    proof = given;
    await blockThread(await refOf(proof), intent === 'block');
    params = { done: intent === 'block' ? 'blocked' : 'unblocked' };
  } catch (error) {
    params = problemParams(error);
  }
  revalidatePath('/dashboard', 'layout');
  redirect(withParams(pathOf(proof), params));
}

/** “Delete it”. */
export async function eraseAction(form: FormData): Promise<void> {
  let path = '/dashboard/messages';
  try {
    const proof = parseForm(eraseThreadSchema, form);
    path = pathOf(proof);
    await eraseThread(await refOf(proof));
    path = proof.token === undefined ? '/dashboard/messages/asked' : '/messages?done=erased';
  } catch (error) {
    path = withParams(path, problemParams(error));
  }
  redirect(path);
}

/** “Send it” on the page that the link in the mail leads to. */
export async function confirmQuestionAction(form: FormData): Promise<void> {
  let path = '/messages';
  try {
    const { token } = parseForm(confirmQuestionSchema, form);
    path = confirmQuestionPath(encodeURIComponent(token));
    path = withParams(guestThreadPath(await confirmQuestion(token)), { done: 'confirmed' });
  } catch (error) {
    path = withParams(path, problemParams(error));
  }
  redirect(path);
}
