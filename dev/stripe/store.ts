import { closeSync, mkdirSync, openSync, readFileSync, renameSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type { Kind, Records } from './records.ts';
import { Table } from './table.ts';

type Tables = { [K in Kind]: Table<Records[K]> };

/**
 * The emulator's records, in memory and in a journal: one JSON line per change, written before `put` returns, so that a
 * killed process loses nothing it has responded to. Opening the store compacts the journal to each record's last state.
 */
export class Store {
  #tables: Tables = {
    session: new Table(),
    intent: new Table(),
    charge: new Table(),
    refund: new Table(),
    transaction: new Table(),
    dispute: new Table(),
    event: new Table(),
    delivery: new Table(),
    reply: new Table(),
  };
  #journal: number;

  constructor(dataDir: string) {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 });
    const path = join(dataDir, 'stripe.jsonl');
    for (const line of readLines(path)) this.#replay(line);
    const compacted = `${path}.tmp`;
    writeFileSync(compacted, this.#lines(), { mode: 0o600 });
    renameSync(compacted, path);
    this.#journal = openSync(path, 'a', 0o600);
  }

  get<K extends Kind>(kind: K, id: string): Records[K] | undefined {
    return this.#tables[kind].get(id);
  }

  /** All records of a kind, newest first. */
  list<K extends Kind>(kind: K): Records[K][] {
    return [...this.#tables[kind].newest()];
  }

  /** A kind's records, for reading without copying them all. */
  table<K extends Kind>(kind: K): Pick<Table<Records[K]>, 'get' | 'newest' | 'oldest'> {
    return this.#tables[kind];
  }

  put<K extends Kind>(kind: K, record: Records[K]): void {
    this.#tables[kind].put(record);
    writeSync(this.#journal, toLine(kind, record));
  }

  close(): void {
    closeSync(this.#journal);
  }

  #replay(line: string): void {
    let entry: [Kind, { id: string }];
    try {
      entry = JSON.parse(line) as [Kind, { id: string }];
    } catch {
      // The process was killed while it wrote this line, so the request got no response.
      return;
    }
    const [kind, record] = entry;
    (this.#tables[kind] as Table<{ id: string }>).put(record);
  }

  #lines(): string {
    return Object.entries(this.#tables)
      .flatMap(([kind, table]) => [...table.oldest()].map((record) => toLine(kind, record)))
      .join('');
  }
}

function toLine(kind: string, record: unknown): string {
  return `${JSON.stringify([kind, record])}\n`;
}

function readLines(path: string): string[] {
  try {
    return readFileSync(path, 'utf8').split('\n').filter(Boolean);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  }
}
