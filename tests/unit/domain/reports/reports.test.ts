import { expect, test } from 'vitest';
import { businessDaysLater, restorableBetween } from '#lib/domain/reports/business-days.ts';
import { noticeFields } from '#lib/domain/reports/notice.ts';
import { possibleDecisions, reasonText } from '#lib/domain/reports/report.ts';
import { answerSchema, decisionSchema, reportSchema, rightsNoticeSchema } from '#lib/schemas/reports.ts';

const messagesOf = (result: { error?: { issues: { path: PropertyKey[]; message: string }[] } | undefined }) =>
  Object.fromEntries((result.error?.issues ?? []).map(({ path, message }) => [path.join('.'), message]));

test.for([
  ['2026-11-30', 10, '2026-12-14'],
  ['2026-12-04', 1, '2026-12-07'],
  ['2026-12-05', 1, '2026-12-07'],
  ['2026-12-06', 10, '2026-12-18'],
] as const)('from %s, %i business days later is %s', ([from, days, day]) => {
  expect(
    businessDaysLater(new Date(`${from}T12:00:00Z`), days)
      .toISOString()
      .slice(0, 10),
  ).toBe(day);
});

test('after a counter-notice a work may be shown again 10 to 14 business days later', () => {
  const { from, until } = restorableBetween(new Date('2026-11-30T12:00:00Z'));
  expect([from, until].map((day) => day.toISOString().slice(0, 10))).toEqual(['2026-12-14', '2026-12-18']);
});

test('what can be decided depends on the subject, its state and who decides', () => {
  const state = { isOpen: true, isHidden: false, canBeSuspended: true, isAdmin: false };
  expect(possibleDecisions('work', state)).toEqual(['hidden', 'dismissed']);
  expect(possibleDecisions('work', { ...state, isHidden: true, isOpen: false })).toEqual(['shown']);
  expect(possibleDecisions('artist', { ...state, isAdmin: true })).toEqual(['dismissed', 'suspended']);
  expect(possibleDecisions('message', { ...state, isAdmin: true, canBeSuspended: false })).toEqual(['dismissed']);
});

test('a report needs a reason, and words where the reason says nothing; an address is optional', () => {
  const form = { reason: 'fraud', text: '', email: '' };
  expect(reportSchema.parse(form)).toEqual({ reason: 'fraud', text: '', email: null });
  expect(messagesOf(reportSchema.safeParse({ ...form, reason: '' }))).toEqual({ reason: 'Choose a reason.' });
  expect(messagesOf(reportSchema.safeParse({ ...form, reason: 'other' }))).toEqual({ text: 'Say what is wrong.' });
  expect(Object.keys(messagesOf(reportSchema.safeParse({ ...form, email: 'no address' })))).toEqual(['email']);
});

test('hiding and suspending need a reason and a rule; answers need words', () => {
  const form = { caseId: crypto.randomUUID(), version: '3', decision: 'hidden', rule: 'fraud', reason: 'Why.' };
  expect(decisionSchema.safeParse(form).success).toBe(true);
  expect(Object.keys(messagesOf(decisionSchema.safeParse({ ...form, reason: ' ', rule: '' })))).toEqual([
    'reason',
    'rule',
  ]);
  const dismissed = { caseId: form.caseId, version: '3', decision: 'dismissed' };
  expect(decisionSchema.parse(dismissed)).toMatchObject({ version: 3, rule: '', reason: '' });
  expect(answerSchema.safeParse({ decisionId: form.caseId, answer: '\n' }).success).toBe(false);
});

test('a notice needs every field that the law asks for, and is signed with the name', () => {
  const notice = {
    ...{
      locations: 'https://a.example/posts/x\r\nhttps://a.example/posts/y',
      work: 'W',
      explanation: 'E',
      name: 'Ada',
    },
    ...{ address: 'A', email: 'a@example.org', goodFaith: 'on', accurate: 'on', signature: 'ADA' },
  };
  const { locations } = rightsNoticeSchema.parse(notice);
  expect(locations).toEqual(['https://a.example/posts/x', 'https://a.example/posts/y']);
  for (const name of Object.keys(notice))
    expect(Object.keys(messagesOf(rightsNoticeSchema.safeParse({ ...notice, [name]: '' }))), name).toEqual([name]);
  const signed = rightsNoticeSchema.safeParse({ ...notice, signature: 'Bob' });
  expect(messagesOf(signed)).toEqual({ signature: 'Type your name as above: it is your signature.' });
  expect(
    rightsNoticeSchema.safeParse({ ...notice, locations: 'x '.repeat(21).replaceAll('x', () => `${Math.random()}`) })
      .success,
  ).toBe(false);
});

test('who has sent a notice is for admins alone', () => {
  const stored = { name: 'Ada', work: 'W', locations: ['a', 'b'], unknown: 'x' };
  expect(noticeFields(stored, false)).toEqual([
    ['What is infringed', 'W'],
    ['Where it is', 'a\nb'],
  ]);
  expect(noticeFields(stored, true)).toContainEqual(['Name', 'Ada']);
  expect(noticeFields(null, true)).toEqual([]);
  expect(reasonText('of a later version')).toBe('of a later version');
});
