import { formWith } from '../http/html-form.ts';
import type { Shop } from './shop.ts';
import type { Work } from './shop-data.ts';

/** What somebody is who tries everything: an admin with works of his own, and a purchase. */
export type Visitor = { cookie: string; username: string; work: Work; unseen: Work; orderId: string };

export type Answer = {
  address: string;
  status: number;
  /** From the request to the end of the answer. */
  milliseconds: number;
  headers: Headers;
  body: string;
};

export type Question = [path: string, request?: RequestInit];

const TYPED = { displayName: 'Typed name', name: 'typed-name', title: 'Typed title', password: 'typed password' };

/** The addresses that ask the database at every request, each page, route and action. */
export async function everythingFresh(shop: Shop, visitor: Visitor): Promise<Question[]> {
  const { username, work, unseen, orderId } = visitor;
  const typed = async (page: string, field: keyof typeof TYPED) => {
    const form = formWith(field, (await ask(shop, visitor, [page])).body);
    for (const [name, value] of Object.entries(TYPED)) form.set(name, value);
    return form;
  };
  const [profile, listing] = [await typed('/dashboard/settings', 'displayName'), await typed('/posts/new', 'title')];
  const pages = [
    `/posts/${unseen.slug}`,
    `/artists/${username}`,
    `/?after=${Date.now()}_${work.id}`,
    ...['/dashboard', '/dashboard/purchases', '/dashboard/sales', `/dashboard/sales/${orderId}`],
    ...['/dashboard/settings', '/posts/new', `/posts/${work.slug}/edit`, `/dashboard/works/${work.slug}/visitors`],
    ...[`/orders/${orderId}`, `/orders/${orderId}/cancel`],
    ...['/admin', '/admin/accounts', '/admin/events', '/admin/events/evt_1', '/admin/ledger'],
    ...['/feed.xml', '/sitemap.xml', '/sitemap/0.xml'],
    // The gallery’s first page is kept; this one nobody has asked for.
    ...[`/api/posts?after=${Date.now()}_${unseen.id}`, '/api/viewer', '/api/auth/session'],
  ];
  return [
    ...pages.map((page): Question => [page]),
    // Of those who ask for a page at the same moment one draws it, and the others wait for that.
    ...Array.from({ length: 5 }, (): Question => [`/posts/${unseen.slug}`]),
    [`/posts/${work.slug}/buy`, { method: 'POST', body: new URLSearchParams({ amount: '12000', currency: 'EUR' }) }],
    ['/api/pictures', { method: 'POST', body: new Uint8Array(1_000) }],
    ['/dashboard/settings', { method: 'POST', body: profile }],
    ['/posts/new', { method: 'POST', body: listing }],
  ];
}

/** Asks as a browser without JavaScript does. */
export async function ask(shop: Shop, { cookie }: { cookie: string }, [path, request]: Question): Promise<Answer> {
  const began = performance.now();
  const response = await fetch(`${shop.url}${path}`, {
    redirect: 'manual',
    signal: AbortSignal.timeout(20_000),
    ...request,
    headers: { cookie, accept: 'text/html', origin: shop.url, ...request?.headers },
  });
  const body = await response.text();
  const milliseconds = performance.now() - began;
  const address = `${request?.method ?? 'GET'} ${path}`;
  return { address, status: response.status, milliseconds, headers: response.headers, body };
}
