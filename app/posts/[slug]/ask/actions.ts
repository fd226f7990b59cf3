'use server';

import { headers } from 'next/headers';
import { redirect } from 'next/navigation';
import { formAction, viewerFormAction } from '#lib/auth/form-action.ts';
import { requestAddress, requestNetwork } from '#lib/auth/request-address.ts';
import { SHOWN_IN_ANSWER, SHOWN_IN_QUESTION } from '#lib/domain/questions/question-limits.ts';
import { threadPath } from '#lib/domain/questions/question-mail.ts';
import { askQuestion } from '#lib/questions/ask-question.ts';
import { requestQuestion } from '#lib/questions/request-question.ts';
import { creationKeyOf } from '#lib/schemas/form-key.ts';
import { askSchema, guestAskSchema } from '#lib/schemas/questions.ts';

/** For somebody who is signed in with a proven address: the artist gets it at once. */
export const askAction = viewerFormAction(
  { schema: askSchema, shown: SHOWN_IN_ANSWER },
  async (viewer, { slug, text, key }) => {
    const id = await askQuestion(viewer, slug, { text, creationKey: creationKeyOf(key, text) });
    redirect(`${threadPath(id)}?done=sent`);
  },
);

/** For everybody else: sends a link that proves the address. */
export const guestAskAction = formAction(
  { schema: guestAskSchema, shown: SHOWN_IN_QUESTION },
  async ({ slug, name, email, text }) => {
    const { key, isLocal } = requestAddress(await headers());
    const network = requestNetwork(await headers());
    await requestQuestion({ slug, name, email, text }, { address: isLocal ? null : key, network });
    return {
      values: { name, email, text },
      fieldErrors: {},
      done: `A mail with a link is on its way to ${email}. The artist gets your question as soon as you have used the link.`,
    };
  },
);
