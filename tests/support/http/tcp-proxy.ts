import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';

export type TcpProxy = {
  port: number;
  /** Everything goes through, as in the beginning. */
  pass(): void;
  /** The server is gone: its connections are cut, new ones are refused. */
  refuse(): void;
  /** The server is frozen: connections are taken and kept, and nothing goes either way until `pass`. */
  stall(): void;
  /** The server does what it is asked, and its answers are lost. `pass` cuts the connections that lost some. */
  dropReplies(): void;
  /** Bytes that clients have sent so far: what does not grow was not asked. */
  sent(): number;
  close(): Promise<void>;
};

type Mode = 'pass' | 'refuse' | 'stall' | 'drop-replies';
type Pair = { client: Socket; server: Socket };

/** A way to a service on this machine that a test can close, freeze and open again. */
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
        // A frozen server does not hear of it before it goes on.
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
  const own = await listenBelowEphemeral(listener);

  const cut = () => {
    for (const { client, server } of pairs) {
      client.resetAndDestroy();
      server.destroy();
    }
  };
  const listenAgain = () => {
    if (!listener.listening && mode !== 'refuse') listener.listen(own, '127.0.0.1');
  };
  // The old listener may still be closing, or somebody has its port for a moment.
  listener.on('error', () => setTimeout(listenAgain, 20));

  const change = (next: Mode) => {
    if (mode === 'drop-replies' || next === 'refuse') cut();
    mode = next;
    if (next === 'refuse') listener.close();
    else listenAgain();
    for (const pair of pairs) join(pair, next);
  };
  return {
    port: own,
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

/**
 * A port that the system gives to no outgoing connection: a client that keeps on trying a port between
 * 32768 and 60999 while nobody listens there is connected to itself at some time.
 */
async function listenBelowEphemeral(listener: ReturnType<typeof createServer>): Promise<number> {
  for (let attempt = 0; attempt < 50; attempt++) {
    const port = 20_000 + Math.floor(Math.random() * 10_000);
    const listening = once(listener, 'listening');
    listener.listen(port, '127.0.0.1');
    if (await listening.then(() => true).catch(() => false)) return port;
  }
  throw new Error('found no free port between 20000 and 29999');
}
