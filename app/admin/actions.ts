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

const formSchema = z.object({ orderId: z.uuid(), command: z.enum(['reject', 'refund', 'clear']) });

/** The buttons of a flagged order. Redirects to the overview, which shows the result. */
export async function flaggedOrderAction(form: FormData): Promise<void> {
  let result: Record<string, string>;
  try {
    const { orderId, command } = parseForm(formSchema, form);
    result = { said: command };
    const viewer = await requireActionAdmin();
    if (command !== 'clear') await requireRecentProof('/admin?said=confirmed');
    if (command === 'clear') await clearFlag(viewer, orderId);
    else if (command === 'reject') await announceSale(await rejectPayment(viewer, orderId));
    else for (const change of await requestRefund(viewer, orderId)) await announceSale(change);
  } catch (error) {
    result = problemParams(error);
  }
  redirect(`/admin?${new URLSearchParams(result)}`);
}
