import { seededRandom } from '../../dev/seeded-random.ts';

/** Pseudorandom numbers of one work, the same in every run; `purpose` separates two uses of the same work. */
export function randomOf(number: number, purpose = 0): () => number {
  return seededRandom(Math.imul(number + 1, 0x9e3779b1) ^ Math.imul(purpose, 0x85ebca6b));
}

/** A random index below `count`, uniformly distributed. */
export const randomIndex = (count: number, random: () => number): number => Math.floor(random() * count);

/** A random member of the list. @throws {RangeError} if it is empty. */
export function oneOf<T>(list: readonly T[], random: () => number): T {
  if (list.length === 0) throw new RangeError('an empty list has no member');
  return list[randomIndex(list.length, random)] as T;
}

/**
 * A random index below `count` by Zipf's law: index k about as often as 1 / (k + 1) ** exponent.
 * @param exponent above 0 and not 1
 */
export function zipfIndex(count: number, exponent: number, random: () => number): number {
  const power = 1 - exponent;
  const value = (1 + random() * ((count + 1) ** power - 1)) ** (1 / power);
  return Math.min(count - 1, Math.floor(value) - 1);
}
