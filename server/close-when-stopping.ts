import type { Exchange } from './exchange.ts';

let isStopping = false;

/** From now on every response asks its client to close the connection. */
export function startStopping(): void {
  isStopping = true;
}

/** A browser keeps its connection after a response and may use it again and again, which would hold up the stop. */
export function closeWhenStopping({ response }: Exchange): void {
  if (isStopping) response.setHeader('connection', 'close');
}
