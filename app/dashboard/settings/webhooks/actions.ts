'use server';

import { revalidatePath } from 'next/cache';
import { redirect } from 'next/navigation';
import { parseForm, requireActionViewer, viewerFormAction } from '#lib/auth/form-action.ts';
import { problemParams } from '#lib/auth/problem.ts';
import { requireRecentProof } from '#lib/auth/require-recent-proof.ts';
import type { Viewer } from '#lib/domain/viewer.ts';
import type { EndpointScope } from '#lib/domain/webhooks/endpoint.ts';
import { endpointPath, endpointSecretPath, endpointsPath } from '#lib/domain/webhooks/endpoint-names.ts';
import {
  deliveryFormSchema,
  endpointButtonSchema,
  endpointFormSchema,
  SHOWN_IN_ENDPOINT_FORM,
} from '#lib/schemas/webhooks.ts';
import { createEndpoint } from '#lib/webhooks/create-endpoint.ts';
import { deleteEndpoint } from '#lib/webhooks/delete-endpoint.ts';
import { replaceSecret } from '#lib/webhooks/replace-secret.ts';
import { replayDelivery, replayFailedDeliveries } from '#lib/webhooks/replay-deliveries.ts';
import { sendTestEvent } from '#lib/webhooks/send-test-event.ts';
import { switchOffEndpoint, switchOnEndpoint } from '#lib/webhooks/switch-endpoint.ts';
import { updateEndpoint } from '#lib/webhooks/update-endpoint.ts';

const form = { schema: endpointFormSchema, shown: SHOWN_IN_ENDPOINT_FORM };

/** “Add this endpoint” leads to its signing secret; “Save” stays. Each form says whose endpoint it is, and the command checks it. */
export const saveEndpointAction = viewerFormAction(form, async (viewer, { scope, endpoint, ...input }) => {
  const page = endpoint ? endpointPath(scope, endpoint) : endpointsPath(scope);
  const typed = { url: input.url, events: input.events.join(' ') };
  await requireRecentProof(`${page}?${new URLSearchParams(typed)}`);
  if (endpoint) {
    await updateEndpoint(viewer, scope, endpoint, input);
    revalidatePath(page);
    const events = Object.fromEntries(input.events.map((name) => [name, 'on']));
    return { values: { url: input.url, ...events }, fieldErrors: {}, done: 'Saved.' };
  }
  const { id } = await createEndpoint(viewer, scope, input);
  redirect(`${endpointSecretPath(scope, id)}?done=added`);
});

/** “Send a test”. */
export async function sendTestAction(given: FormData): Promise<void> {
  return press(given, 'tested', sendTestEvent);
}

/** “Switch on”. */
export async function switchOnAction(given: FormData): Promise<void> {
  return press(given, 'on', switchOnEndpoint);
}

/** “Switch off”. */
export async function switchOffAction(given: FormData): Promise<void> {
  return press(given, 'off', switchOffEndpoint);
}

/** “Delete this endpoint”. */
export async function deleteEndpointAction(given: FormData): Promise<void> {
  return press(given, 'deleted', deleteEndpoint, endpointsPath);
}

/** “Replace the secret”, on the page that shows it. */
export async function replaceSecretAction(given: FormData): Promise<void> {
  return press(
    given,
    'replaced',
    async (viewer, scope, endpoint) => {
      await requireRecentProof(endpointSecretPath(scope, endpoint));
      await replaceSecret(viewer, scope, endpoint);
    },
    endpointSecretPath,
  );
}

/** “Replay” or “Try now” beside a delivery. */
export async function replayAction(given: FormData): Promise<void> {
  return press(given, 'replayed', (viewer, scope, endpoint) =>
    replayDelivery(viewer, scope, endpoint, parseForm(deliveryFormSchema, given).delivery),
  );
}

/** “Replay everything that failed”. */
export async function replayFailedAction(given: FormData): Promise<void> {
  return press(given, 'replayed', async (viewer, scope, endpoint) => {
    await replayFailedDeliveries(viewer, scope, endpoint);
  });
}

type Command = (viewer: Viewer, scope: EndpointScope, endpoint: string) => Promise<void>;

/** Runs the command of a button and leads to a page that says what has happened. */
async function press(
  given: FormData,
  done: string,
  run: Command,
  pageAfterwards: (scope: EndpointScope, endpoint: string) => string = endpointPath,
): Promise<void> {
  let page = endpointsPath('own');
  let result: Record<string, string> = { done };
  try {
    const { scope, endpoint } = parseForm(endpointButtonSchema, given);
    page = endpointPath(scope, endpoint);
    await run(await requireActionViewer(), scope, endpoint);
    page = pageAfterwards(scope, endpoint);
    // The same URL again: without this the browser would show the page that it has.
    revalidatePath(page);
  } catch (error) {
    result = problemParams(error);
  }
  redirect(`${page}?${new URLSearchParams(result)}`);
}
