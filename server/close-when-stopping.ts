import type { RequestExchange } from './request-exchange.ts';

let isStopping = false;

/** From now on every response asks its client to close the connection. */
export function startStopping(): void {
  isStopping = true;
}

/** A browser keeps its connection after a response and may use it again and again, which would hold up the stop. */
export function closeWhenStopping({ response }: RequestExchange): void {
  if (isStopping) response.setHeader('connection', 'close');
}
