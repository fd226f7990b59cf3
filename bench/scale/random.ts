import { seededRandom } from '../../dev/seeded-random.ts';

/** Numbers from 0 up to 1 that belong to one work, the same in every run; `purpose` keeps two uses of one work apart. */
export function randomOf(number: number, purpose = 0): () => number {
  return seededRandom(Math.imul(number + 1, 0x9e3779b1) ^ Math.imul(purpose, 0x85ebca6b));
}

/** A place from 0 up to `count`, each as likely as the others. */
export const place = (count: number, random: () => number): number => Math.floor(random() * count);

/** One of the list. @throws {RangeError} when it is empty. */
export function oneOf<T>(list: readonly T[], random: () => number): T {
  if (list.length === 0) throw new RangeError('an empty list has no member');
  return list[place(list.length, random)] as T;
}

/**
 * A place from 0 up to `count` by Zipf's law: place k about as often as 1 / (k + 1) ** exponent.
 * @param exponent above 0 and not 1
 */
export function zipfPlace(count: number, exponent: number, random: () => number): number {
  const power = 1 - exponent;
  const value = (1 + random() * ((count + 1) ** power - 1)) ** (1 / power);
  return Math.min(count - 1, Math.floor(value) - 1);
}
