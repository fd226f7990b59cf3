import type { OrderDto } from '#lib/domain/posts/post-dto.ts';
import type { SaleDto } from '#lib/orders/queries.ts';
import { absoluteUrl } from './absolute-url.ts';

/** What orders look like to programs: lib/schemas/api/orders.ts. */

function orderResource({ id, status, post, charged, price, refunded, ...order }: OrderDto) {
  return {
    id,
    status: status.toLowerCase(),
    work: { id: post.id, slug: post.slug, title: post.title, url: absoluteUrl(`/posts/${post.slug}`) },
    ...{ charged, price, refunded, isRefundRequested: order.refundRequested },
    ...{ createdAt: order.createdAt, paidAt: order.paidAt },
  };
}

export function saleResource(sale: SaleDto) {
  const { buyer, canRefund } = sale;
  return { ...orderResource(sale), buyer, canRefund };
}

export const purchaseResource = (order: OrderDto) => ({
  ...orderResource(order),
  url: absoluteUrl(`/orders/${order.id}`),
});
