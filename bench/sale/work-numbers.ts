import { FIRST_NUMBER } from '../shop/works.ts';

/** Allocates numbers for works, each once. */
export class WorkNumbers {
  #next = FIRST_NUMBER;

  /** @returns the first of `count` consecutive numbers. */
  allocate(count: number): number {
    const first = this.#next;
    this.#next += count;
    return first;
  }
}
