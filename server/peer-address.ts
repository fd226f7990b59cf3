import type { Socket } from 'node:net';

const addresses = new WeakMap<Socket, string>();

/** Reads the address of a new connection, because Node cannot tell it any more when the client has disconnected. */
export function rememberPeer(socket: Socket): void {
  if (socket.remoteAddress) addresses.set(socket, socket.remoteAddress);
}

/** The IP address at the other end of a connection; undefined if the client was gone before it could be read. */
export function peerAddress(socket: Socket): string | undefined {
  return addresses.get(socket) ?? socket.remoteAddress;
}
