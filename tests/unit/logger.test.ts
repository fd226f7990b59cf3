import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { maskIds } from '#lib/logger.ts';

test('a log line has only the beginning of an order’s id, wherever it is', () => {
  const id = randomUUID();
  const line = JSON.stringify({
    orderId: id,
    err: { message: `key checkout:${id}`, stack: `at /orders/${id}/cancel` },
  });
  expect(maskIds(line)).not.toContain(id);
  expect(maskIds(line).match(new RegExp(id.slice(0, 8), 'g'))).toHaveLength(3);
  expect(maskIds(line.toUpperCase())).not.toContain(id.toUpperCase());
});

test('ids of posts, references and events stay', () => {
  const line = '{"postId":"019ad0b2-63c5-7b1e-8a3f-2f2b1c9d0e4f","reference":"1a2b3c4d","event":"evt_1a2b3c4d"}';
  expect(maskIds(line)).toBe(line);
});
