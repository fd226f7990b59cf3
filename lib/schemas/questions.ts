import { z } from 'zod';
import { QUESTION_LIMITS } from '#lib/domain/questions/question-limits.ts';
import { changeEmailSchema } from './accounts.ts';
import { formKeySchema } from './form-key.ts';
import { line, text } from './text.ts';

const { name, text: textLimit, reason } = QUESTION_LIMITS;

const TOO_LONG = `Keep it to ${textLimit.toLocaleString('en')} characters.`;
const written = (missing: string) => text(textLimit, TOO_LONG).refine((value) => value !== '', missing);
const key = formKeySchema;

/** Of a work, as a URL has it. */
export const slugSchema = z.string().min(1).max(200);

/** The question of somebody who is signed in. */
export const askSchema = z.object({ slug: slugSchema, text: written('Write your question.'), key });

/** A guest's. */
export const guestAskSchema = askSchema.extend({
  name: line(name, `Keep your name to ${name} characters.`).refine(
    (value) => value !== '',
    'Write a name, so that the artist knows how to address you.',
  ),
  email: changeEmailSchema.shape.email,
});

const token = z.string().max(100);

export const confirmQuestionSchema = z.object({ token });

/** Which thread a form is about: by its id, signed in, or by the token of a guest's link. */
const thread = { thread: z.uuid().optional(), token: token.optional() };

export const answerSchema = z.object({ ...thread, text: written('Write your message.'), key });

export const reportSchema = z.object({
  ...thread,
  message: z.uuid(),
  reason: text(reason, `Keep it to ${reason} characters.`).refine(
    (value) => value !== '',
    'Say in a few words what is wrong with it.',
  ),
});

export const blockSchema = z.object({ ...thread, intent: z.enum(['block', 'unblock']) });

export const eraseThreadSchema = z.object(thread);
