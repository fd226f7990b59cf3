import { describeRelativeTime } from '#lib/domain/exchange/rate-review.ts';
import { formatDateTime } from '#lib/domain/format-date.ts';

/** A time relative to `now`, with the date and time as its tooltip. @param time ISO 8601 */
export function RelativeTime({ time, now }: { time: string; now: Date }) {
  return (
    <time dateTime={time} title={formatDateTime(time)}>
      {describeRelativeTime(time, now)}
    </time>
  );
}
