import type { Metadata } from 'next';
import Link from 'next/link';
import { ApiReference } from '#components/api/api-reference.tsx';
import { OperationList } from '#components/api/operation-list.tsx';
import { API_BASE } from '#lib/domain/api/base-path.ts';
import { API_TAGS, type ApiTag } from '#lib/schemas/api/operation.ts';
import { API_OPERATIONS } from '#lib/schemas/api/operations.ts';

export const metadata: Metadata = {
  title: 'API',
  description: 'The API of this shop: works, sales, rates and webhooks.',
};

const groups = Object.entries(API_TAGS).map(([tag, title]) => ({
  title,
  operations: API_OPERATIONS.filter((operation) => operation.tag === (tag as ApiTag)).map(
    ({ id, method, path, summary }) => ({ id, method, path: API_BASE + path, summary }),
  ),
}));

const link = 'underline underline-offset-4';

export default function DocsPage() {
  return (
    <div className="mx-auto max-w-3xl py-10">
      <h1 className="font-serif text-3xl">API</h1>
      <div className="mt-4 mb-8 grid max-w-2xl gap-3 text-quiet">
        <p>
          Post works from your own tools, follow your sales, or read the gallery and its exchange rates. Programs send a
          token with each request: <code>POST {API_BASE}/token</code> gives one for your username and password, and your{' '}
          <Link href="/dashboard/settings/tokens" prefetch={false} className={link}>
            settings
          </Link>{' '}
          give you one that lasts longer.
        </p>
        <p>
          The description for programs is{' '}
          <a href="/api/openapi.json" className={link}>
            openapi.json
          </a>
          , and{' '}
          <Link href="/docs/problems" prefetch={false} className={link}>
            what can go wrong
          </Link>{' '}
          has a page of its own.{' '}
          <Link href="/docs/walkthrough" prefetch={false} className={link}>
            From a token to a sale
          </Link>{' '}
          goes through all of it with curl.
        </p>
      </div>
      <ApiReference url="/api/openapi.json">
        <OperationList groups={groups} />
      </ApiReference>
    </div>
  );
}
