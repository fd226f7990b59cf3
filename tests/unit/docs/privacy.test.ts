import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { durationText, KEPT_SECONDS, RETENTION } from '#lib/domain/retention.ts';

const read = (file: string) => readFileSync(file, 'utf8');
const table = read('docs/privacy.md').split('## What is stored')[1]?.split('## In the browser')[0] ?? '';
const documented = Object.fromEntries(
  table.split('\n').flatMap((line) => {
    const [, where, , , kept] = line.split('|').map((cell) => cell.trim());
    return where?.startsWith('`') && kept ? [[where.replaceAll('`', ''), kept]] : [];
  }),
);

test('docs/privacy.md says how long everything is kept, as the worker keeps it', () => {
  expect(documented).toEqual(RETENTION);
});

test('every table of the database is in it', () => {
  const tables = [...read('prisma/schema.prisma').matchAll(/^ {2}@@map\("(\w+)"\)/gm)].map(([, name]) => name ?? '');
  const enums = ['role', 'post_status', 'order_status'];
  expect(tables.length).toBeGreaterThan(20);
  expect(tables.filter((name) => !enums.includes(name) && !Object.hasOwn(RETENTION, name))).toEqual([]);
});

test('every key that the shop may use in Redis is in it', () => {
  const rules = /ACL SETUSER[\s\S]*?```/.exec(read('docs/production.md'))?.[0] ?? '';
  const names = [...rules.matchAll(/ [~&]([\w:*-]+)/g)].map(([, name]) => name ?? '');
  expect(names.length).toBeGreaterThan(5);
  expect(names.filter((name) => !Object.hasOwn(RETENTION, name))).toEqual([]);
});

test('the audit log is kept as long as the database insists', () => {
  const migration = read('prisma/migrations/20261130120000_audit_log/migration.sql');
  expect(migration).toContain(`interval '${durationText(KEPT_SECONDS.auditEntry)}'`);
});

test('times are in the largest unit that is whole', () => {
  expect([30 * 60, 3_600, 12 * 3_600, 86_400, 90 * 86_400, 61].map(durationText)).toEqual([
    ...['30 minutes', '1 hour', '12 hours', '1 day', '90 days', '61 seconds'],
  ]);
});
