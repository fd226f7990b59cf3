type Entry<V> = { value: V; bytes: number };

/** The share of all bytes that the protected segment may take. */
const PROTECTED_SHARE = 0.8;

/**
 * A segmented LRU of at most `maxBytes`. A new entry is on probation; one that is asked for again becomes protected.
 * Entries on probation are evicted first, the oldest of them before the others, so a visitor who walks through endless
 * URLs evicts their own pages and not those that people come back to.
 */
export class SegmentedLru<V> {
  #probation = new Map<string, Entry<V>>();
  #protected = new Map<string, Entry<V>>();
  #probationBytes = 0;
  #protectedBytes = 0;
  #maxBytes: number;
  #onRemove: (key: string, value: V) => void;

  /** @param onRemove is called for every entry that leaves, whatever the reason. */
  constructor(maxBytes: number, onRemove: (key: string, value: V) => void = () => {}) {
    this.#maxBytes = maxBytes;
    this.#onRemove = onRemove;
  }

  get bytes(): number {
    return this.#probationBytes + this.#protectedBytes;
  }

  get size(): number {
    return this.#probation.size + this.#protected.size;
  }

  get(key: string): V | undefined {
    const known = this.#protected.get(key);
    if (known) {
      // Inserted again, so that the map stays in order of use.
      this.#protected.delete(key);
      this.#protected.set(key, known);
      return known.value;
    }
    const promoted = this.#probation.get(key);
    if (!promoted) return undefined;
    this.#probation.delete(key);
    this.#probationBytes -= promoted.bytes;
    this.#protected.set(key, promoted);
    this.#protectedBytes += promoted.bytes;
    this.#demote();
    return promoted.value;
  }

  /** Stores a value of `bytes` in place of an earlier one. @returns false when it is larger than the whole cache. */
  set(key: string, value: V, bytes: number): boolean {
    this.delete(key);
    if (bytes > this.#maxBytes) return false;
    this.#probation.set(key, { value, bytes });
    this.#probationBytes += bytes;
    while (this.bytes > this.#maxBytes) {
      const segment = this.#probation.size > 1 || this.#protected.size === 0 ? this.#probation : this.#protected;
      const [oldest] = segment.keys();
      if (oldest === undefined) break;
      this.delete(oldest);
    }
    return true;
  }

  delete(key: string): void {
    const entry = this.#probation.get(key) ?? this.#protected.get(key);
    if (!entry) return;
    if (this.#probation.delete(key)) this.#probationBytes -= entry.bytes;
    else if (this.#protected.delete(key)) this.#protectedBytes -= entry.bytes;
    this.#onRemove(key, entry.value);
  }

  /** Puts the least recently used protected entries back on probation when their segment is full. */
  #demote(): void {
    while (this.#protectedBytes > this.#maxBytes * PROTECTED_SHARE && this.#protected.size > 1) {
      const [oldest] = this.#protected;
      if (!oldest) return;
      const [key, entry] = oldest;
      this.#protected.delete(key);
      this.#protectedBytes -= entry.bytes;
      this.#probation.set(key, entry);
      this.#probationBytes += entry.bytes;
    }
  }
}
