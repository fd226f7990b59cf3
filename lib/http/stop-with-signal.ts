import type { Server, ServerResponse } from 'node:http';

/** What is still being answered so long after the signal is cut off, milliseconds: the whole stop may take ten seconds. */
const PATIENCE = 8_000;
const IDLE_EVERY = 100;

/**
 * Next stops at SIGTERM when the last connection has ended. This sees to it that they end: a browser
 * keeps its connection open after an answer, and may ask on it again and again; a body may never end.
 * @returns a function to be told of each answer that begins.
 */
export function stopWithSignal(): (server: Server, response: ServerResponse) => void {
  const servers = new Set<Server>();
  let stopping = false;
  const stop = () => {
    if (stopping) return;
    stopping = true;
    const each = (act: (server: Server) => void) => () => servers.forEach(act);
    setInterval(
      each((server) => server.closeIdleConnections()),
      IDLE_EVERY,
    ).unref();
    setTimeout(
      each((server) => server.closeAllConnections()),
      PATIENCE,
    ).unref();
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
  return (server, response) => {
    servers.add(server);
    if (stopping) response.setHeader('connection', 'close');
  };
}
