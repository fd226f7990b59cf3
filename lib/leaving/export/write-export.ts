import { Readable, type Writable } from 'node:stream';
import { finished, pipeline } from 'node:stream/promises';
import type { ReadableStream as WebStream } from 'node:stream/web';
import yazl from 'yazl';
import { storage } from '#lib/media/storage.ts';
import { openOwnMaster } from '#lib/portraits/find-own-portrait.ts';
import type { ProvenAccount } from '../erase-messages.ts';
import { EXPORT_PARTS, partText } from './export-parts.ts';
import { ownPictures } from './export-pictures.ts';

type Account = ProvenAccount & { username: string };

/**
 * Writes everything that is stored about an account into one ZIP, as it is read: at no time is a whole file in memory.
 * @param stop ends it with an error.
 */
export async function writeExport(account: Account, to: Writable, stop: AbortSignal): Promise<void> {
  const zip = new yazl.ZipFile();
  // Whatever fails first ends the rest, which would wait for it.
  const failed = new AbortController();
  const signal = AbortSignal.any([stop, failed.signal]);
  const fail = (error: unknown) => failed.abort(error);
  zip.on('error', fail);
  const written = pipeline(zip.outputStream, to, { signal });
  const filled = fill(zip, account, signal);
  written.catch(fail);
  filled.catch(fail);
  await Promise.allSettled([written, filled]);
  if (failed.signal.aborted) throw failed.signal.reason;
  await Promise.all([written, filled]);
}

async function fill(zip: yazl.ZipFile, account: Account, signal: AbortSignal): Promise<void> {
  const mtime = new Date();
  const add = async (name: string, content: Readable, compress = true) => {
    zip.addReadStream(content, name, { mtime, compress, mode: 0o100600 });
    await finished(content, { signal });
  };
  await add('README.txt', Readable.from([readme(account, mtime)]));
  for (const part of EXPORT_PARTS) await add(part.file, Readable.from(partText(part, account)));
  for await (const { file, stored } of ownPictures(account.id)) {
    const found = stored === null ? null : await storage().get(stored);
    if (file !== null && found) await add(file, Readable.fromWeb(found.stream as WebStream), false);
  }
  const portrait = await openOwnMaster(account);
  if (portrait) await add('pictures/portrait.webp', Readable.fromWeb(portrait.stream as WebStream), false);
  await add('pictures.json', Readable.from(pictureText(account.id)));
  zip.end();
}

async function* pictureText(ownerId: string): AsyncGenerator<string> {
  let separator = '[\n';
  for await (const { row } of ownPictures(ownerId)) {
    yield `${separator}${JSON.stringify(row)}`;
    separator = ',\n';
  }
  yield separator === '[\n' ? '[]\n' : '\n]\n';
}

function readme({ username }: Account, now: Date): string {
  const parts = EXPORT_PARTS.map(({ file, about }) => `${file}\n    ${about}`);
  return `${[
    `What this shop stores about the account ${username}, on ${now.toISOString()}.`,
    'Every .json file is a list, with one entry on each line. Times are in UTC. Amounts are whole numbers in the smallest unit of their currency: 12000 with EUR is 120.00 euros.',
    [
      ...parts,
      'pictures.json\n    Your pictures, with the name of each file.',
      'pictures/\n    The files as you uploaded them, one folder for each work.',
    ].join('\n\n'),
    'Not in here: your password, which nobody can read, the secrets of your second factors, and counts of attempts, which end within the hour.',
  ].join('\n\n')}\n`;
}
