import type { WebhookEvent } from './webhook-events.ts';

/** Endpoints of one account, or of the shop. */
export const MAX_ENDPOINTS = 10;
/** Characters. */
export const MAX_ENDPOINT_URL = 1_000;

/** Whose endpoints a command is about: the viewer's own, or the shop's, which all admins share. */
export const ENDPOINT_SCOPES = ['own', 'shop'] as const;
export type EndpointScope = (typeof ENDPOINT_SCOPES)[number];

/** `owner`: somebody has; `failing`: nothing has arrived for three days; `gone`: the endpoint has said so, with 410. */
export type SwitchedOffBecause = 'owner' | 'failing' | 'gone';

/** Times are ISO 8601. */
export type EndpointDto = {
  id: string;
  url: string;
  events: WebhookEvent[];
  createdAt: string;
  switchedOff: { at: string; because: SwitchedOffBecause } | null;
  /** Since when every attempt has failed; null if the last one succeeded, or there was none. */
  failingSince: string | null;
  /** Until when the secret from before the last change signs as well. */
  previousSecretUntil: string | null;
};

export type DeliveryStatus = 'pending' | 'delivered' | 'failed';

export const DELIVERY_STATUS_LABELS: Readonly<Record<DeliveryStatus, string>> = {
  pending: 'Pending',
  delivered: 'Delivered',
  failed: 'Failed',
};

/** A row of an endpoint's log. Times are ISO 8601. */
export type DeliveryDto = {
  id: string;
  /** The header `webhook-id`. */
  messageId: string;
  type: string;
  status: DeliveryStatus;
  isReplay: boolean;
  attempts: number;
  /** When the next attempt is due; null unless it is pending. */
  dueAt: string | null;
  /** The last attempt. */
  attemptedAt: string | null;
  responseStatus: number | null;
  error: string | null;
  durationMs: number | null;
  createdAt: string;
  /** The body as it is sent. */
  payload: string;
};

/** Why an endpoint is off, in a sentence. */
export const SWITCHED_OFF_SENTENCES: Readonly<Record<SwitchedOffBecause, string>> = {
  owner: 'Switched off.',
  failing: 'Switched off by the shop, because every delivery had failed for three days.',
  gone: 'Switched off by the shop, because the endpoint has answered that it is gone (410).',
};

/** The body of a message: what is signed and sent. */
export const messageBody = (message: { type: string; createdAt: Date; data: unknown }): string =>
  JSON.stringify({ type: message.type, timestamp: message.createdAt.toISOString(), data: message.data });
