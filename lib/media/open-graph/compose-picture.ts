import type { OpenGraphCard } from '#lib/domain/open-graph.ts';
import { derivativeName } from '../picture-names.ts';
import { startMediaProcess } from '../start-process.ts';
import { storage } from '../storage.ts';
import type { ComposeRequest } from './compose-worker.ts';

const TIMEOUT_MS = 20_000;
/** Pixels of the portrait that is read. */
const PORTRAIT_WIDTH = 384;

/**
 * Composes an Open Graph picture, a JPEG of OPEN_GRAPH_SIZE, in a child process. Pictures whose files are gone are left
 * out. The caller limits how many run at once.
 * @throws {Error} if the process ends without a picture
 */
export async function composeOpenGraph(card: OpenGraphCard, store = storage()): Promise<Uint8Array<ArrayBuffer>> {
  const read = async (key: string, width: number) => {
    const file = await store.get(derivativeName(key, width));
    return file && new Uint8Array(await new Response(file.stream).arrayBuffer());
  };
  const portrait = card.portrait === null ? null : await read(card.portrait, PORTRAIT_WIDTH);
  const pictures = await Promise.all(card.pictures.map(({ key, width }) => read(key, width)));
  return run({ ...card, portrait, pictures: pictures.filter((bytes) => bytes !== null) });
}

function run(request: ComposeRequest): Promise<Uint8Array<ArrayBuffer>> {
  return new Promise((resolve, reject) => {
    const child = startMediaProcess('open-graph/compose-worker.ts', 128);
    const timer = setTimeout(() => void child.kill('SIGKILL'), TIMEOUT_MS);
    let errorOutput = '';
    child.stderr?.on('data', (text) => {
      errorOutput = `${errorOutput}${text}`.slice(-2_000);
    });
    child.once('message', (bytes: Uint8Array<ArrayBuffer>) => {
      resolve(bytes);
      child.kill('SIGKILL');
    });
    child.once('error', reject);
    child.once('close', (exitCode, signal) => {
      clearTimeout(timer);
      reject(new Error(`the Open Graph picture was not composed: ${signal ?? exitCode} ${errorOutput}`));
    });
    child.send(request, () => undefined);
  });
}
