import { readBuyerToken } from '#lib/auth/buyer-token.ts';
import { currentViewer } from '#lib/auth/viewer.ts';
import { findOwnHold } from '#lib/orders/checkout/find-own-hold.ts';

/** The state of a work and the visitor's own hold on it, for its page, which is cached and the same for everyone. */
export async function GET(_request: Request, { params }: { params: Promise<{ slug: string }> }): Promise<Response> {
  const { slug } = await params;
  const state = await findOwnHold(slug, { viewer: await currentViewer(), token: await readBuyerToken() });
  return Response.json(state, { status: state ? 200 : 404, headers: { 'cache-control': 'private, no-store' } });
}
