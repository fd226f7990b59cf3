import { describeAge } from './webhook-log.ts';

type EventHead = {
  /** Whether it is about real money; undefined if Stripe does not say. */
  livemode?: boolean | undefined;
  api_version?: string | null | undefined;
  /** Unix seconds. */
  created: number;
};

/** What events have to agree with; `now` in milliseconds. */
export type EventExpectation = { isLive: boolean; apiVersion: string; now: number };

/** More than clocks differ; an event from later than that was not created by Stripe's clock, or ours is wrong. */
const MAX_AHEAD_MS = 10 * 60_000;

/** Why a Stripe event must not be applied, as sentences that say what to do, or null. */
export function eventRefusal(
  { livemode, api_version: version, created }: EventHead,
  { isLive, apiVersion, now }: EventExpectation,
): string | null {
  if (livemode !== undefined && livemode !== isLive) {
    const [event, key] = livemode ? ['live', 'test'] : ['test', 'live'];
    return `It is a ${event} event, but STRIPE_SECRET_KEY is a ${key} key. Check the key and the webhook endpoint.`;
  }
  if (version && yearOf(version) !== yearOf(apiVersion))
    return (
      `Its API version is ${version}, but the shop reads those of ${yearOf(apiVersion)}. ` +
      `Give the webhook endpoint the API version ${apiVersion} at Stripe; the worker asks Stripe for what it missed.`
    );
  const ahead = created * 1000 - now;
  if (ahead > MAX_AHEAD_MS)
    return `Its time is ${describeAge(ahead)} ahead of this machine’s clock. Check the clock, then replay the event.`;
  return null;
}

const yearOf = (version: string) => version.slice(0, 4);
