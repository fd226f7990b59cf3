import http, { type ClientRequest, type IncomingMessage, type RequestOptions } from 'node:http';
import https from 'node:https';
import type { Target } from './resolve-target.ts';

type Options = Pick<RequestOptions, 'method' | 'headers' | 'signal'>;

/**
 * Begins a request to one of the addresses that were checked, on a connection of its own: one that is kept could be to an
 * address that is not allowed any more. The caller ends the request.
 */
export function openRequest(
  target: Target,
  options: Options,
  onResponse: (response: IncomingMessage) => void,
): ClientRequest {
  const client = target.url.protocol === 'https:' ? https : http;
  return client.request(target.url, { ...options, agent: false, lookup: lookupOf(target) }, onResponse);
}

/** Instead of looking the name up a second time, which could lead elsewhere. Host and SNI stay the name. */
const lookupOf =
  ({ addresses }: Target): NonNullable<RequestOptions['lookup']> =>
  (_name, { all }, callback) => {
    const [first] = addresses;
    if (all) callback(null, [...addresses]);
    else callback(null, first?.address ?? '', first?.family);
  };
