/** Records by id, in the order in which their ids were first put in; a changed record keeps its place. */
export class Table<T extends { id: string }> {
  #records: T[] = [];
  #places = new Map<string, number>();

  constructor(records: Iterable<T> = []) {
    for (const record of records) this.put(record);
  }

  get(id: string): T | undefined {
    const place = this.#places.get(id);
    return place === undefined ? undefined : this.#records[place];
  }

  put(record: T): void {
    const place = this.#places.get(record.id) ?? this.#records.length;
    this.#places.set(record.id, place);
    this.#records[place] = record;
  }

  /** The newest first; with an id, those that are older than its record. */
  *newest(olderThan?: string): Generator<T> {
    const end = olderThan === undefined ? this.#records.length : (this.#places.get(olderThan) ?? 0);
    for (let place = end - 1; place >= 0; place--) {
      const record = this.#records[place];
      if (record) yield record;
    }
  }

  /** The oldest first; with an id, those that are newer than its record. */
  *oldest(newerThan?: string): Generator<T> {
    const begin = newerThan === undefined ? 0 : (this.#places.get(newerThan) ?? this.#records.length) + 1;
    for (let place = begin; place < this.#records.length; place++) {
      const record = this.#records[place];
      if (record) yield record;
    }
  }
}
