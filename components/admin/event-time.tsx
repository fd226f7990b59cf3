import { formatDateTime } from '#lib/domain/format-date.ts';

/** A date and time. Its tooltip has the seconds, for comparison with the log. @param time ISO 8601 in UTC */
export function EventTime({ time }: { time: string }) {
  return (
    <time dateTime={time} title={time} className="tabular-nums">
      {formatDateTime(time)}
    </time>
  );
}
