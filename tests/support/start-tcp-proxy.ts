import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { freePort } from '../../dev/free-port.ts';

export type TcpProxy = {
  port: number;
  /** Forwards everything; the initial mode. */
  pass(): void;
  /** As if the server were down: resets open connections and refuses new ones. */
  refuse(): void;
  /** As if the server were frozen: accepts connections, but forwards nothing until `pass`. */
  stall(): void;
  /** Forwards requests but drops the replies. `pass` then resets all connections. */
  dropReplies(): void;
  /** Bytes that clients have sent: unchanged when nothing was requested. */
  sent(): number;
  close(): Promise<void>;
};

type Mode = 'pass' | 'refuse' | 'stall' | 'drop-replies';
type Pair = { client: Socket; server: Socket };

/** Starts a TCP proxy to a service on this machine, which a test can close, freeze and open again. */
export async function startTcpProxy({ host = '127.0.0.1', port }: { host?: string; port: number }): Promise<TcpProxy> {
  let mode: Mode = 'pass';
  const pairs = new Set<Pair>();
  let sent = 0;
  const listener = createServer({ noDelay: true }, (client) => {
    const server = connect({ host, port, noDelay: true });
    const pair = { client, server };
    pairs.add(pair);
    for (const [socket, other] of [
      [client, server],
      [server, client],
    ] as const) {
      socket.on('error', () => {});
      socket.on('close', () => {
        // A frozen server does not notice a closed connection until it continues.
        if (mode !== 'stall') other.destroy();
        if (other.destroyed) pairs.delete(pair);
      });
    }
    client.on('data', (chunk) => {
      sent += chunk.length;
    });
    client.pause();
    join(pair, mode);
  });
  const ownPort = await freePort();
  await once(listener.listen(ownPort, '127.0.0.1'), 'listening');

  const resetAll = () => {
    for (const { client, server } of pairs) {
      client.resetAndDestroy();
      server.destroy();
    }
  };
  const listenAgain = () => {
    if (!listener.listening && mode !== 'refuse') listener.listen(ownPort, '127.0.0.1');
  };
  // The old listener may still be closing, or another process may use the port briefly.
  listener.on('error', () => setTimeout(listenAgain, 20));

  const change = (next: Mode) => {
    if (mode === 'drop-replies' || next === 'refuse') resetAll();
    mode = next;
    if (next === 'refuse') listener.close();
    else listenAgain();
    for (const pair of pairs) join(pair, next);
  };
  return {
    port: ownPort,
    pass: () => change('pass'),
    refuse: () => change('refuse'),
    stall: () => change('stall'),
    dropReplies: () => change('drop-replies'),
    sent: () => sent,
    async close() {
      const closed = listener.listening ? once(listener, 'close') : undefined;
      change('refuse');
      await closed;
    },
  };
}

function join({ client, server }: Pair, mode: Mode): void {
  if (mode !== 'stall' && (client.destroyed || server.destroyed)) {
    client.destroy();
    server.destroy();
    return;
  }
  client.unpipe(server);
  server.unpipe(client);
  if (mode === 'stall') return;
  client.pipe(server);
  if (mode === 'pass') server.pipe(client);
  else server.resume();
}
