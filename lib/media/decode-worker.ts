// The child process that lib/media/decode-process.ts starts for one picture. Decoders are what malicious files attack:
// they run here, without the shop's settings and secrets, and may be killed.
import { flushCompileCache } from 'node:module';
import os from 'node:os';
import sharp from 'sharp';
import { type DecodeRequest, type DecodeResult, decodeFile } from './decode-file.ts';

const MEMORY_CHECK_MS = 50;

process.once('message', (request: DecodeRequest) => void respond(request));
process.once('disconnect', () => process.kill(process.pid, 'SIGKILL'));
sharp.cache(false);
sharp.concurrency(1);
sharp.block({ operation: ['VipsForeignLoad'] });
sharp.unblock({
  operation: ['VipsForeignLoadJpeg', 'VipsForeignLoadPng', 'VipsForeignLoadWebp', 'VipsForeignLoadHeif'],
});

async function respond(request: DecodeRequest): Promise<void> {
  os.setPriority(request.priority);
  // Node writes it when a process exits, and this one is killed.
  flushCompileCache();
  watchMemory(request.maxMemory);
  try {
    send(await decodeFile(request));
  } catch (error) {
    send({ outcome: 'refused', code: 'unreadable', detail: error instanceof Error ? error.message : String(error) });
  }
}

function send(message: DecodeResult): void {
  process.send?.(message);
}

/** Node's heap limit does not include libvips, and limits of the operating system are not portable. */
function watchMemory(maxMemory: number): void {
  setInterval(() => {
    if (process.memoryUsage.rss() <= maxMemory) return;
    send({ outcome: 'refused', code: 'too-many-pixels', detail: `more than ${maxMemory} bytes of memory` });
  }, MEMORY_CHECK_MS);
}
