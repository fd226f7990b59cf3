import { expect, test, vi } from 'vitest';
import { logPrintedErrors } from '#server/next-internals/log-printed-errors.ts';

test('what Next prints during a request is logged, and what it prints otherwise is printed', () => {
  const { error, warn } = console;
  const printed = vi.fn();
  Object.assign(console, { error: printed, warn: printed });
  try {
    const logged = vi.fn();
    let isInRequest = true;
    logPrintedErrors(() => isInRequest, logged);
    const failure = Object.assign(new Error('a title\n{"level":50}'), { digest: '12345' });
    console.error('⨯', failure);
    console.warn('\u001b[33m⚠\u001b[39m %s is slow', '/posts');
    expect(logged.mock.calls).toEqual([
      ['error', failure],
      ['warn', '⚠ /posts is slow'],
    ]);
    expect(printed).not.toHaveBeenCalled();
    isInRequest = false;
    console.error('⨯', failure);
    expect(printed.mock.calls).toEqual([['⨯', failure]]);
    expect(logged).toHaveBeenCalledTimes(2);
  } finally {
    Object.assign(console, { error, warn });
  }
});
