/** Records by id, in the order of their first `put`; a changed record keeps its position. */
export class Table<T extends { id: string }> {
  #records: T[] = [];
  #positions = new Map<string, number>();

  constructor(records: Iterable<T> = []) {
    for (const record of records) this.put(record);
  }

  get(id: string): T | undefined {
    const position = this.#positions.get(id);
    return position === undefined ? undefined : this.#records[position];
  }

  put(record: T): void {
    const position = this.#positions.get(record.id) ?? this.#records.length;
    this.#positions.set(record.id, position);
    this.#records[position] = record;
  }

  /** Newest first; with an id, only records older than that one. */
  *newest(olderThan?: string): Generator<T> {
    const end = olderThan === undefined ? this.#records.length : (this.#positions.get(olderThan) ?? 0);
    for (let position = end - 1; position >= 0; position--) {
      const record = this.#records[position];
      if (record) yield record;
    }
  }

  /** Oldest first; with an id, only records newer than that one. */
  *oldest(newerThan?: string): Generator<T> {
    const start = newerThan === undefined ? 0 : (this.#positions.get(newerThan) ?? this.#records.length) + 1;
    for (let position = start; position < this.#records.length; position++) {
      const record = this.#records[position];
      if (record) yield record;
    }
  }
}
