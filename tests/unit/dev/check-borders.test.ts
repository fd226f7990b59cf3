import { expect, test } from 'vitest';
import { checkBorders } from '../../../dev/borders/check-borders.ts';
import { findImports } from '../../../dev/borders/find-imports.ts';
import { LAYERS, RESTRICTED_PACKAGES } from '../../../dev/borders/layers.ts';

const check = (sources: Record<string, string>) => checkBorders(new Map(Object.entries(sources)));
const rulesFor = (file: string, specifier: string) =>
  check({ [file]: `import { x } from '${specifier}';` }).map(({ rule }) => rule);

test('finds every kind of import with its line', () => {
  const source = [
    "import 'server-only';",
    'import {',
    '  one,',
    '  type Two,',
    "} from '../queries.ts';",
    "export * from './other.ts';",
    "import type Stripe from 'stripe';",
    "export type { Post } from './post.ts';",
    "  const { env } = await import('#lib/env.ts');",
    "type Env = typeof import('./env.ts');",
  ].join('\n');
  expect(findImports(source)).toEqual([
    { specifier: 'server-only', line: 1, typeOnly: false },
    { specifier: '../queries.ts', line: 2, typeOnly: false },
    { specifier: './other.ts', line: 6, typeOnly: false },
    { specifier: 'stripe', line: 7, typeOnly: true },
    { specifier: './post.ts', line: 8, typeOnly: true },
    { specifier: '#lib/env.ts', line: 9, typeOnly: false },
    { specifier: './env.ts', line: 10, typeOnly: true },
  ]);
});

test('ignores text that only looks like an import', () => {
  const source = [
    "// import { db } from '#lib/db.ts';",
    "/** @type {import('next').NextConfig} */",
    "export const GREETING = 'import from nowhere';",
    "export function from(): string { return 'here'; }",
    "const text = `import { x } from 'y'`;",
  ].join('\n');
  expect(findImports(source)).toEqual([]);
});

test.each([
  ['app/page.tsx', '#lib/auth/viewer.ts'],
  ['app/page.tsx', '#components/ui/button.tsx'],
  ['app/layout.tsx', './globals.css'],
  ['components/posts/post-card.tsx', '#lib/domain/money.ts'],
  ['lib/orders/queries.ts', '#lib/posts/views.ts'],
  ['lib/orders/start-checkout.ts', '#lib/accounts/attempt-limits.ts'],
  ['lib/auth/viewer.ts', '#lib/accounts/queries.ts'],
  ['lib/posts/deep/page.ts', '../views.ts'],
  ['worker/main.ts', '#lib/orders/settle-event.ts'],
  ['dev/environment.ts', '../lib/env.ts'],
  ['tests/unit/any.test.ts', '../../worker/main.ts'],
  ['lib/db.ts', '../prisma/generated/client.ts'],
  ['lib/posts/queries.ts', 'node:crypto'],
  ['lib/auth/viewer.ts', 'next/navigation'],
  ['cli/migrate.ts', 'pg'],
  ['dev/stripe/store.ts', 'stripe'],
])('%s may import %s', (file, specifier) => {
  expect(rulesFor(file, specifier)).toEqual([]);
});

test.each([
  [
    'components/posts/post-card.tsx',
    '#lib/posts/queries.ts',
    'components may not import lib/posts, which is on a higher level',
  ],
  ['components/ui/button.tsx', '#lib/domain/money.ts', 'components/ui may not import lib/domain; besides itself'],
  ['components/ui/button.tsx', '#components/posts/post-card.tsx', 'it may import nothing'],
  ['lib/schemas/posts.ts', '#lib/env.ts', 'lib/schemas may not import lib/env.ts'],
  ['lib/messages/mail.ts', '#lib/payments/stripe.ts', 'lib/messages may not import lib/payments'],
  ['lib/orders/queries.ts', '#lib/auth/viewer.ts', 'lib/auth may be imported by app and tests only'],
  ['worker/main.ts', '#lib/auth/viewer.ts', 'lib/auth may be imported by app and tests only'],
  ['worker/main.ts', '#components/ui/button.tsx', 'worker may not import components/ui'],
  ['app/page.tsx', '../dev/say.ts', 'app may not import dev'],
  ['dev/start.ts', '../lib/db.ts', 'dev may not import lib/db.ts'],
  ['lib/domain/money.ts', 'node:crypto', 'lib/domain holds pure rules'],
  ['lib/domain/money.ts', 'zod', 'lib/domain holds pure rules'],
  ['lib/novelty/x.ts', '#lib/db.ts', 'lib/novelty has no row'],
  ['lib/posts/queries.ts', '#lib/novelty/x.ts', 'lib/novelty, which has no row'],
])('%s may not import %s', (file, specifier, words) => {
  expect(rulesFor(file, specifier)).toEqual([expect.stringContaining(words)]);
});

test.each([
  ['lib/posts/queries.ts', 'next/cache'],
  ['worker/main.ts', 'react'],
  ['lib/posts/queries.ts', 'server-only'],
  ['lib/posts/queries.ts', 'pg'],
  ['app/page.tsx', '../prisma/generated/client.ts'],
  ['worker/consumer.ts', 'ioredis'],
  ['lib/orders/settle-event.ts', 'stripe'],
  ['prisma/seed.ts', 'sharp'],
  ['worker/tasks.ts', 'nodemailer'],
])('%s may not import the package %s', (file, specifier) => {
  expect(rulesFor(file, specifier)).toEqual([expect.stringMatching(/^only .+ may import /)]);
});

test('reports an import of a higher layer with its file and line', () => {
  const source = "import { z } from 'zod';\nimport type { OrderView } from '#lib/orders/queries.ts';";
  expect(check({ 'lib/posts/queries.ts': source })).toEqual([
    {
      file: 'lib/posts/queries.ts',
      line: 2,
      rule: 'lib/posts may not import lib/orders, which is on a higher level: imports only go down',
    },
  ]);
});

test('asks for a # path instead of a relative path into another folder of lib', () => {
  expect(rulesFor('lib/schemas/posts.ts', '../domain/money.ts')).toEqual([
    expect.stringContaining('write #lib/domain/money.ts'),
  ]);
});

test('types of React and ioredis may be imported anywhere, those of other packages may not', () => {
  const typesOf = (name: string) => check({ 'worker/consumer.ts': `import type { X } from '${name}';` });
  expect([...typesOf('ioredis'), ...typesOf('react')]).toEqual([]);
  expect([...typesOf('next'), ...typesOf('stripe')]).toHaveLength(2);
  expect(rulesFor('worker/consumer.ts', 'ioredis')).toHaveLength(1);
});

test('every layer may only import lower ones, except for the same-level imports listed here', () => {
  const sameLevel = Object.entries(LAYERS).flatMap(([folder, { level, may }]) =>
    may.filter((other) => (LAYERS[other]?.level ?? -1) >= level).map((other) => `${folder} → ${other}`),
  );
  expect(sameLevel).toEqual([
    'lib/env.ts → lib/domain',
    'lib/logger.ts → lib/env.ts',
    'lib/logger.ts → lib/log-server.ts',
    'lib/logger.ts → lib/request-context.ts',
    'lib/database-errors.ts → lib/request-context.ts',
    'lib/db-pool.ts → lib/db-acquire.ts',
    'lib/db.ts → lib/db-pool.ts',
    'lib/audit → lib/db.ts',
    'lib/settings → lib/db.ts',
    'lib/settings → lib/schemas',
    'components → components/ui',
    'components → lib/schemas',
    'components → lib/view',
    'lib/accounts → lib/live',
    'lib/accounts → lib/messages',
    'lib/accounts → lib/tokens',
    'lib/auth → lib/accounts',
    'lib/auth → lib/tokens',
    'lib/currency → lib/live',
    'lib/messages → lib/tokens',
    'lib/webhooks → lib/messages',
  ]);
  const mentioned = Object.values(LAYERS).flatMap(({ may, onlyFor = [] }) => [...may, ...onlyFor]);
  const known = [...Object.keys(LAYERS), 'lib', 'prisma/generated', '*'];
  expect(mentioned.filter((folder) => !known.includes(folder))).toEqual([]);
  expect(RESTRICTED_PACKAGES.flatMap(({ packages }) => packages)).toEqual([
    ...new Set(RESTRICTED_PACKAGES.flatMap(({ packages }) => packages)),
  ]);
});
