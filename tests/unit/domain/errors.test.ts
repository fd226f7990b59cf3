import { expect, test } from 'vitest';
import { ExpectedError } from '#lib/domain/errors.ts';

// Programs get it, and so do people who follow an artist: only the form of a work keeps a draft instead.
test.for(['email-unproven', 'terms-not-accepted'] as const)('%s says what to do, and nothing about drafts', (code) => {
  const { message } = new ExpectedError(code);
  expect(message).toMatch(/please|Please/);
  expect(message).not.toMatch(/draft|saved/);
});
