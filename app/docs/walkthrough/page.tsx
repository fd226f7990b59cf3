import { readFileSync } from 'node:fs';
import type { Metadata } from 'next';

export const metadata: Metadata = {
  title: 'From a token to a sale',
  description: 'The API of this shop, step by step, with curl and openssl.',
};

const script = readFileSync('docs/api/walkthrough.sh', 'utf8');

export default function WalkthroughPage() {
  return (
    <div className="mx-auto max-w-3xl py-10">
      <h1 className="font-serif text-3xl">From a token to a sale</h1>
      <p className="mt-4 mb-8 text-quiet">
        A token, a work with a picture, another price, and a program that is told when it is sold: with nothing but curl
        and openssl. Steps 1 to 5 are the same at every shop, whose address is <code>SHOP</code>; only the payment of
        step 6 is one that no bank hears of.
      </p>
      <pre className="border border-line p-4 text-sm whitespace-pre-wrap wrap-anywhere">
        <code>{script}</code>
      </pre>
    </div>
  );
}
