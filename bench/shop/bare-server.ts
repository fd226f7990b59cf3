import { once } from 'node:events';
import path from 'node:path';
import { freePort } from '../../dev/free-port.ts';
import { CliError, step } from '../../dev/terminal.ts';
import { spawnNext, startNext } from './next-server.ts';

const FOLDER = path.join(import.meta.dirname, 'bare-page');

export type BareApp = {
  /** The address of a kept page of so many bytes, give or take one in a hundred. */
  page(bytes: number): Promise<string>;
  /** The same for a list that a route handler writes anew each time. */
  list(bytes: number): Promise<string>;
  /** `POST` here: the least that a route handler for webhooks does. */
  hook: string;
};

/** Builds and starts the least app that Next can serve, beside which the shop is measured. */
export async function startBareApp(): Promise<BareApp> {
  await step('Build of the bare app', build, { long: true });
  const url = await startNext(FOLDER, await freePort(), process.env);
  return {
    // The filler stands in the markup and once more in the data that React reads.
    page: (bytes) => ofSize(url, bytes, 2),
    list: (bytes) => ofSize(`${url}/list`, bytes, 1),
    hook: `${url}/hook`,
  };
}

/** @param copies how often the filler stands in the answer. @throws {CliError} when the size is missed. */
async function ofSize(url: string, bytes: number, copies: number): Promise<string> {
  let filler = 0;
  for (let attempt = 0; attempt < 3; attempt++) {
    const address = `${url}/${filler}`;
    const size = (await (await fetch(address)).arrayBuffer()).byteLength;
    if (Math.abs(size - bytes) <= bytes / 100) return address;
    filler = Math.max(0, filler + Math.round((bytes - size) / copies));
  }
  throw new CliError(`The bare app could not give ${bytes} bytes.`);
}

async function build(): Promise<void> {
  const { child, output } = spawnNext(['build', FOLDER], process.env);
  const [code] = await once(child, 'exit');
  if (code !== 0) throw new CliError(`The bare app could not be built:\n${output()}`);
}
