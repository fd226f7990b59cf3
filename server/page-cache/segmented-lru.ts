type Kept<V> = { value: V; bytes: number };

/** Of all bytes, how many may belong to what has been asked for again. */
const USED_SHARE = 0.8;

/**
 * A map that never holds more than `maxBytes`. What was asked for only once is dropped first, the oldest before the
 * others: whoever goes through endless addresses drives out his own, and not the pages that people come back to.
 */
export class SegmentedLru<V> {
  #once = new Map<string, Kept<V>>();
  #again = new Map<string, Kept<V>>();
  #onceBytes = 0;
  #againBytes = 0;
  #maxBytes: number;
  #onDrop: (key: string, value: V) => void;

  /** @param onDrop is told of everything that leaves, whatever the reason. */
  constructor(maxBytes: number, onDrop: (key: string, value: V) => void = () => {}) {
    this.#maxBytes = maxBytes;
    this.#onDrop = onDrop;
  }

  get bytes(): number {
    return this.#onceBytes + this.#againBytes;
  }

  get size(): number {
    return this.#once.size + this.#again.size;
  }

  get(key: string): V | undefined {
    const again = this.#again.get(key);
    if (again) {
      // Put in anew, so that a map stays in the order of use.
      this.#again.delete(key);
      this.#again.set(key, again);
      return again.value;
    }
    const once = this.#once.get(key);
    if (!once) return undefined;
    this.#once.delete(key);
    this.#onceBytes -= once.bytes;
    this.#again.set(key, once);
    this.#againBytes += once.bytes;
    this.#demote();
    return once.value;
  }

  /** Keeps a value of so many bytes in place of the one before. @returns false when it alone is too large. */
  set(key: string, value: V, bytes: number): boolean {
    this.delete(key);
    if (bytes > this.#maxBytes) return false;
    this.#once.set(key, { value, bytes });
    this.#onceBytes += bytes;
    while (this.bytes > this.#maxBytes) {
      const [oldest] = this.#once.size > 1 || this.#again.size === 0 ? this.#once.keys() : this.#again.keys();
      if (oldest === undefined) break;
      this.delete(oldest);
    }
    return true;
  }

  delete(key: string): void {
    const kept = this.#once.get(key) ?? this.#again.get(key);
    if (!kept) return;
    if (this.#once.delete(key)) this.#onceBytes -= kept.bytes;
    else if (this.#again.delete(key)) this.#againBytes -= kept.bytes;
    this.#onDrop(key, kept.value);
  }

  /** What was used longest ago has to prove itself once more when those in use are too many. */
  #demote(): void {
    while (this.#againBytes > this.#maxBytes * USED_SHARE && this.#again.size > 1) {
      const [oldest] = this.#again;
      if (!oldest) return;
      const [key, kept] = oldest;
      this.#again.delete(key);
      this.#againBytes -= kept.bytes;
      this.#once.set(key, kept);
      this.#onceBytes += kept.bytes;
    }
  }
}
