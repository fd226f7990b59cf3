/** A moment to the second, in UTC as in the log and at Stripe. @param time ISO 8601 */
export function EventTime({ time }: { time: string }) {
  return (
    <time dateTime={time} className="tabular-nums">
      {time.slice(0, 19).replace('T', ' ')}
    </time>
  );
}
