/** Requests to all pages, routes and actions that depend on the database. */

import { formWithField } from '../http/html-form.ts';
import type { Work } from './shop-data.ts';
import type { Shop } from './start-shop.ts';

/** A signed-in account that may open every page: an admin with works and a purchase. */
export type TestAdmin = { cookie: string; username: string; work: Work; uncachedWork: Work; orderId: string };

export type TimedResponse = {
  request: string;
  status: number;
  /** Until the end of the response. */
  milliseconds: number;
  headers: Headers;
  body: string;
};

export type PathRequest = [path: string, request?: RequestInit];

const TYPED_FIELDS = {
  displayName: 'Typed name',
  name: 'typed-name',
  title: 'Typed title',
  password: 'typed password',
};

/** A request to every page, route and action that queries the database each time. */
export async function uncachedRequests(shop: Shop, admin: TestAdmin): Promise<PathRequest[]> {
  const { username, work, uncachedWork, orderId } = admin;
  const filledForm = async (page: string, field: keyof typeof TYPED_FIELDS) => {
    const form = formWithField(field, (await sendRequest(shop, admin, [page])).body);
    for (const [name, value] of Object.entries(TYPED_FIELDS)) form.set(name, value);
    return form;
  };
  const [profile, newPost] = [
    await filledForm('/dashboard/settings/profile', 'displayName'),
    await filledForm('/posts/new', 'title'),
  ];
  const pages = [
    `/posts/${uncachedWork.slug}`,
    `/artists/${username}`,
    `/?after=${Date.now()}_${work.id}`,
    ...['/dashboard', '/dashboard/purchases', '/dashboard/sales', `/dashboard/sales/${orderId}`],
    ...[
      '/dashboard/settings',
      '/dashboard/settings/profile',
      '/dashboard/settings/security',
      '/dashboard/settings/tokens',
      '/posts/new',
      `/posts/${work.slug}/edit`,
      `/dashboard/works/${work.slug}/visitors`,
    ],
    ...[`/orders/${orderId}`, `/posts/${work.slug}/hold`, `/posts/${work.slug}/checkout`],
    ...['/admin', '/admin/accounts', '/admin/events', '/admin/events/evt_1', '/admin/ledger'],
    ...['/admin/orders', `/admin/orders/${orderId}`, '/admin/system'],
    ...['/feed.xml', '/sitemap.xml', '/sitemap/0.xml'],
    // The gallery’s first page is cached; this later one has not been requested.
    ...[`/api/posts?after=${Date.now()}_${uncachedWork.id}`, '/api/viewer', '/api/auth/session'],
  ];
  return [
    ...pages.map((page): PathRequest => [page]),
    // Simultaneous requests for one page are a single flight: one renders it and the others wait.
    ...Array.from({ length: 5 }, (): PathRequest => [`/posts/${uncachedWork.slug}`]),
    [`/posts/${work.slug}/buy`, { method: 'POST', body: new URLSearchParams({ amount: '12000', currency: 'EUR' }) }],
    [`/orders/${orderId}/cancel`, { method: 'POST' }],
    ['/api/pictures', { method: 'POST', body: new Uint8Array(1_000) }],
    ['/dashboard/settings/profile', { method: 'POST', body: profile }],
    ['/dashboard/works/save', { method: 'POST', body: newPost }],
  ];
}

/** Sends a request as a browser without JavaScript does. */
export async function sendRequest(
  shop: Shop,
  { cookie }: { cookie: string },
  [path, request]: PathRequest,
): Promise<TimedResponse> {
  const startedAt = performance.now();
  const response = await fetch(`${shop.url}${path}`, {
    redirect: 'manual',
    signal: AbortSignal.timeout(20_000),
    ...request,
    headers: { cookie, accept: 'text/html', origin: shop.url, ...request?.headers },
  });
  const body = await response.text();
  const milliseconds = performance.now() - startedAt;
  const method = request?.method ?? 'GET';
  return { request: `${method} ${path}`, status: response.status, milliseconds, headers: response.headers, body };
}
