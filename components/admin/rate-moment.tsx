import { describeMoment } from '#lib/domain/exchange/rate-review.ts';

/** How long ago, or until, something is; the moment itself on pointing at it. @param time ISO 8601 in UTC */
export function RateMoment({ time, now }: { time: string; now: Date }) {
  return (
    <time dateTime={time} title={`${time.slice(0, 19).replace('T', ' ')} UTC`}>
      {describeMoment(time, now)}
    </time>
  );
}
