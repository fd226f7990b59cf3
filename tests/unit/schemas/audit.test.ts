import { expect, test } from 'vitest';
import { auditParams, auditQuerySchema } from '#lib/schemas/audit.ts';

test('the filters of a URL are read, and written again', () => {
  const url = { account: 'mira', group: 'role', from: '2026-11-01', to: '2026-11-30' };
  const query = auditQuerySchema.parse({ ...url, before: '1764460800123_42' });
  expect(query).toEqual({
    ...{ account: 'mira', group: 'role', from: new Date('2026-11-01T00:00:00Z') },
    // The last day counts as a whole.
    ...{ until: new Date('2026-12-01T00:00:00Z'), before: { at: new Date(1_764_460_800_123), id: '42' } },
  });
  expect(auditParams(query)).toEqual(url);
});

test('what cannot be read counts as missing', () => {
  const nothing = { account: '', group: null, from: null, until: null, before: null };
  expect(auditQuerySchema.parse({})).toEqual(nothing);
  for (const bad of ['2026-02-30', '0001-01-01', '9999-12-31', 'x', ['a', 'b'], '1_2_3', '999999999999999999999_1'])
    expect(auditQuerySchema.parse({ account: ['a', 'b'], group: bad, from: bad, to: bad, before: bad })).toEqual(
      nothing,
    );
  expect(auditQuerySchema.parse({ group: 'toString' }).group).toBeNull();
});
