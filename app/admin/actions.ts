'use server';

import { redirect } from 'next/navigation';
import { z } from 'zod';
import { announceSale } from '#lib/live/announce.ts';
import { requestRefund } from '#lib/orders/refunds/request-refund.ts';
import { clearFlag, rejectPayment } from '#lib/orders/settlement/resolve-flag.ts';
import { problemOf } from './problem.ts';
import { requireActionAdmin } from './require-action-admin.ts';

const formSchema = z.object({ orderId: z.uuid(), command: z.enum(['give-back', 'refund', 'clear']) });

/** The buttons beside an order that needs a person. Leads back to the overview, which says what came of it. */
export async function flaggedOrderAction(form: FormData): Promise<void> {
  const { orderId, command } = formSchema.parse(Object.fromEntries(form));
  let said: Record<string, string> = { said: command };
  try {
    const viewer = await requireActionAdmin();
    if (command === 'clear') await clearFlag(viewer, orderId);
    else if (command === 'give-back') await announceSale(await rejectPayment(viewer, orderId));
    else for (const change of await requestRefund(viewer, orderId)) await announceSale(change);
  } catch (error) {
    said = problemOf(error);
  }
  redirect(`/admin?${new URLSearchParams(said)}`);
}
