import type { Readable } from 'node:stream';
import { zipPath } from './import-files.ts';
import { type ImportZip, openImportZip } from './import-zip.ts';

/** The ZIP of an import, opened when its first picture is needed. */
export class ZipOfImport {
  readonly #importId: string;
  #opened: Promise<ImportZip | null> | undefined;

  constructor(importId: string) {
    this.#importId = importId;
  }

  /** A file by the name that it has in the ZIP; null if it is gone. */
  async open(name: string): Promise<Readable | null> {
    this.#opened ??= openImportZip(zipPath(this.#importId)).catch(() => null);
    const opened = await this.#opened;
    const entry = opened && [...opened.files.values()].find(({ fileName }) => fileName === name);
    return entry ? opened.zip.openReadStreamPromise(entry) : null;
  }

  async close(): Promise<void> {
    (await this.#opened)?.zip.close();
  }
}
