import { once } from 'node:events';
import path from 'node:path';
import { freePort } from '../../dev/free-port.ts';
import { CliError, step } from '../../dev/terminal.ts';
import { spawnNext, startNext } from './next-server.ts';

const FOLDER = path.resolve(import.meta.dirname, '../bare-page');

export type BareApp = {
  /** The URL of a cached page of `bytes` bytes, plus or minus one percent. */
  page(bytes: number): Promise<string>;
  /** The same for a list that a route handler serializes for each request. */
  list(bytes: number): Promise<string>;
  /** The URL of a minimal webhook route handler, for POST. */
  hook: string;
};

/** Builds and starts a minimal Next app for comparison with the shop. */
export async function startBareApp(): Promise<BareApp> {
  await step('Build of the bare app', build, { long: true });
  const url = await startNext(FOLDER, await freePort(), process.env);
  return {
    // The filler occurs in the markup and again in the data that React reads.
    page: (bytes) => ofSize(url, bytes, 2),
    list: (bytes) => ofSize(`${url}/list`, bytes, 1),
    hook: `${url}/hook`,
  };
}

/** @param copies how many times the response contains the filler. @throws {CliError} if the size is not reached. */
async function ofSize(url: string, bytes: number, copies: number): Promise<string> {
  let filler = 0;
  for (let attempt = 0; attempt < 3; attempt++) {
    const pageUrl = `${url}/${filler}`;
    const size = (await (await fetch(pageUrl)).arrayBuffer()).byteLength;
    if (Math.abs(size - bytes) <= bytes / 100) return pageUrl;
    filler = Math.max(0, filler + Math.round((bytes - size) / copies));
  }
  throw new CliError(`The bare app has no page of ${bytes} bytes.`);
}

async function build(): Promise<void> {
  const { child, output } = spawnNext(['build', FOLDER], process.env);
  const [code] = await once(child, 'exit');
  if (code !== 0) throw new CliError(`The bare app could not be built:\n${output()}`);
}
