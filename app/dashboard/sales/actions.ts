'use server';

import { redirect } from 'next/navigation';
import { z } from 'zod';
import { failedForm, parseForm, requireActionViewer } from '#lib/auth/form-action.ts';
import { requireRecentProof } from '#lib/auth/require-recent-proof.ts';
import type { FormState } from '#lib/domain/form-state.ts';
import { announceSale } from '#lib/live/announce.ts';
import { requestRefund } from '#lib/orders/refunds/request-refund.ts';

const schema = z.object({ orderId: z.uuid() });

/** “Refund” on a sale's page. */
export async function refundAction(_previous: FormState, form: FormData): Promise<FormState> {
  let orderId: string;
  try {
    ({ orderId } = parseForm(schema, form));
    const viewer = await requireActionViewer();
    await requireRecentProof(`/dashboard/sales/${orderId}?confirmed=1`);
    for (const change of await requestRefund(viewer, orderId)) await announceSale(change);
  } catch (error) {
    return failedForm(error, {});
  }
  redirect(`/dashboard/sales/${orderId}`);
}
