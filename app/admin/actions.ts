'use server';

import { redirect } from 'next/navigation';
import { z } from 'zod';
import { parseForm } from '#lib/auth/form-action.ts';
import { problemParams } from '#lib/auth/problem.ts';
import { requireRecentProof } from '#lib/auth/require-recent-proof.ts';
import { announceSale } from '#lib/live/announce.ts';
import { requestRefund } from '#lib/orders/refunds/request-refund.ts';
import { clearFlag, rejectPayment } from '#lib/orders/settlement/resolve-flag.ts';
import { requireActionAdmin } from './require-action-admin.ts';

const formSchema = z.object({
  orderId: z.uuid(),
  command: z.enum(['reject', 'refund', 'clear']),
  /** The page with the button. */
  from: z.enum(['overview', 'order']).catch('overview'),
});

/** The buttons of an order. Redirects to the page that they are on, which shows the result. */
export async function orderAction(form: FormData): Promise<void> {
  let result: Record<string, string>;
  let page = '/admin';
  try {
    const { orderId, command, from } = parseForm(formSchema, form);
    if (from === 'order') page = `/admin/orders/${orderId}`;
    result = { said: command };
    const viewer = await requireActionAdmin();
    if (command !== 'clear') await requireRecentProof(`${page}?said=confirmed`);
    if (command === 'clear') await clearFlag(viewer, orderId);
    else if (command === 'reject') await announceSale(await rejectPayment(viewer, orderId));
    else for (const change of await requestRefund(viewer, orderId)) await announceSale(change);
  } catch (error) {
    result = problemParams(error);
  }
  redirect(`${page}?${new URLSearchParams(result)}`);
}
