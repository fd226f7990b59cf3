import { createHmac } from 'node:crypto';

/**
 * A Stripe-Signature header with one `v1` for each secret, as Stripe sends it while a secret is being rolled.
 * @param timestamp Unix seconds.
 */
export function signPayload(payload: string, secrets: string[], timestamp: number): string {
  const signatures = secrets.map(
    (secret) => `v1=${createHmac('sha256', secret).update(`${timestamp}.${payload}`).digest('hex')}`,
  );
  return [`t=${timestamp}`, ...signatures].join(',');
}
