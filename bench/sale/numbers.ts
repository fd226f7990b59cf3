import { FIRST_NUMBER } from '../shop/works.ts';

/** Gives out numbers for works, each once. */
export class Numbers {
  #next = FIRST_NUMBER;

  /** @returns the first of `count` numbers that follow each other. */
  take(count: number): number {
    const first = this.#next;
    this.#next += count;
    return first;
  }
}
