import { Webhook } from 'standardwebhooks';

/**
 * The headers of the Standard Webhooks specification for one attempt.
 * @param secrets each signs it; a receiver accepts it if it knows one of them.
 * @param at the time of the attempt: receivers refuse what is older than some minutes.
 */
export function signedHeaders(
  messageId: string,
  body: string,
  secrets: readonly string[],
  at: Date,
): Record<'webhook-id' | 'webhook-timestamp' | 'webhook-signature', string> {
  return {
    'webhook-id': messageId,
    'webhook-timestamp': String(Math.floor(at.getTime() / 1_000)),
    'webhook-signature': secrets.map((secret) => new Webhook(secret).sign(messageId, at, body)).join(' '),
  };
}
