'use server';

import { headers } from 'next/headers';
import { redirect } from 'next/navigation';
import { z } from 'zod';
import { parseForm } from '#lib/auth/form-action.ts';
import { problemParams } from '#lib/auth/problem.ts';
import { requestAddress } from '#lib/auth/request-address.ts';
import { ExpectedError } from '#lib/domain/errors.ts';
import { erasurePath } from '#lib/domain/leaving.ts';
import { confirmErasure } from '#lib/leaving/confirm-erasure.ts';
import { requestErasure } from '#lib/leaving/request-erasure.ts';

const orderSchema = z.object({ order: z.uuid() });
const tokenSchema = z.object({ token: z.string().max(100) });

/** “Remove my personal data from this order”: sends the link. */
export async function requestErasureAction(form: FormData): Promise<void> {
  let path = '/';
  try {
    const { order } = parseForm(orderSchema, form);
    path = `/orders/${order}?erasure=sent`;
    await requestErasure(order, requestAddress(await headers()).key);
  } catch (error) {
    const { problem } = problemParams(error);
    path = path === '/' ? path : path.replace('=sent', `=${problem}`);
  }
  redirect(path);
}

/** “Remove my data” on the page that the link leads to. */
export async function confirmErasureAction(form: FormData): Promise<void> {
  let path = '/orders/erase';
  try {
    const { token } = parseForm(tokenSchema, form);
    // Should it not work now, the link can be used again.
    path = erasurePath(encodeURIComponent(token));
    path = `/orders/${await confirmErasure(token)}`;
  } catch (error) {
    const problem = problemParams(error);
    path = `${path}${path.includes('?') ? '&' : '?'}${new URLSearchParams(problem)}`;
    if (error instanceof ExpectedError && error.code === 'link-ended') path = '/orders/erase';
  }
  redirect(path);
}
