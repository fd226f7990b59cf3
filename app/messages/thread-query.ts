import { z } from 'zod';
import { problemMessage } from '#lib/auth/problem.ts';

const DONE = {
  sent: 'Sent.',
  reported: 'Reported: the people who run this shop will look at it.',
  blocked: 'Blocked: you get no more messages from them.',
  unblocked: 'Unblocked: they can write to you again.',
  confirmed: 'Your question is on its way to the artist. You get a mail when there is an answer.',
  erased: 'The conversation is deleted.',
} as const;

export type ThreadDone = keyof typeof DONE;

// Anybody can edit a URL: an invalid parameter counts as missing.
const querySchema = z.object({
  done: z
    .enum(Object.keys(DONE) as [ThreadDone, ...ThreadDone[]])
    .optional()
    .catch(undefined),
  problem: z.string().optional().catch(undefined),
});

/** What the URL of a thread's page says about what was just done there, in words. */
export function readThreadQuery(query: Record<string, unknown>): { done: string | null; problem: string | null } {
  const { done, problem } = querySchema.parse(query);
  return { done: done ? DONE[done] : null, problem: problemMessage(problem) };
}
