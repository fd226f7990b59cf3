import { formatDateTime } from '#lib/domain/format-date.ts';
import { type EndpointDto, SWITCHED_OFF_SENTENCES } from '#lib/domain/webhooks/endpoint.ts';

/** Whether it is told of anything, and whether that arrives. */
export function EndpointState({ endpoint: { switchedOff, failingSince } }: { endpoint: EndpointDto }) {
  if (switchedOff)
    return (
      <span className="text-accent">
        {SWITCHED_OFF_SENTENCES[switchedOff.because]} <Time time={switchedOff.at} />
      </span>
    );
  if (failingSince)
    return (
      <span className="text-accent">
        On, but every attempt has failed since <Time time={failingSince} />
      </span>
    );
  return <span className="text-quiet">On</span>;
}

const Time = ({ time }: { time: string }) => <time dateTime={time}>{formatDateTime(time)}</time>;
