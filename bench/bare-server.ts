import { once } from 'node:events';
import path from 'node:path';
import { freePort } from '../dev/free-port.ts';
import { Plain, step } from '../dev/say.ts';
import { spawnNext, startNext } from './next-server.ts';

const FOLDER = path.join(import.meta.dirname, 'bare-page');
/** Markup of a page without filler, measured with Next 16.4; a wrong guess only costs a second build. */
const EMPTY_PAGE_BYTES = 5_000;

/**
 * Builds and starts the bare page so that its response has `bytes` bytes, give or take one in a hundred.
 * @returns its address.
 * @throws {Plain} when it does not build, or misses the size twice.
 */
export async function startBarePage(bytes: number): Promise<string> {
  // The filler stands in the markup and once more in the data that React reads.
  let filler = Math.max(0, Math.round((bytes - EMPTY_PAGE_BYTES) / 2));
  for (let attempt = 0; attempt < 2; attempt++) {
    await step('Build of the bare page', () => build(filler), { long: true });
    const server = await startNext(FOLDER, await freePort(), process.env);
    const size = (await (await fetch(server)).arrayBuffer()).byteLength;
    if (Math.abs(size - bytes) <= bytes / 100) return server;
    filler = Math.max(0, filler + Math.round((bytes - size) / 2));
  }
  throw new Plain(`The bare page could not be given the size of the gallery (${bytes} bytes).`);
}

/**
 * Builds and starts the bare app for its route `POST /hook`, which reads a body and answers.
 * @returns the route's address.
 */
export async function startBareRoute(): Promise<string> {
  await step('Build of the bare route', () => build(0), { long: true });
  return `${await startNext(FOLDER, await freePort(), process.env)}/hook`;
}

async function build(filler: number): Promise<void> {
  const { child, output } = spawnNext(['build', FOLDER], { ...process.env, BARE_PAGE_FILLER: String(filler) });
  const [code] = await once(child, 'exit');
  if (code !== 0) throw new Plain(`The bare page could not be built:\n${output()}`);
}
