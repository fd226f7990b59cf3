import type { FacetValue } from '#lib/domain/search/search.ts';
import { Choice } from './choice.tsx';
import { FilterGroup } from './filter-group.tsx';

const MAX_CHOICES = 8;
/** Frequent words in the medium of a work that name no material: “edition of one, hand cut”. */
const NO_MATERIAL = new Set(['edition', 'one', 'unique', 'piece', 'signed', 'numbered', 'hand', 'made', 'cut']);

/** As words are in the index: lower case, without accents. */
const folded = (word: string) => word.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();

/** Materials. Several can be chosen; a work must have all of them. */
export function MediumChoices({ chosen, values }: { chosen: string | null; values: readonly FacetValue[] }) {
  const words = (chosen ?? '').split(/[^\p{L}\p{N}]+/u).flatMap((word) => (word === '' ? [] : folded(word)));
  // Without results there are no counts. With results, words such as “on” are not among them.
  const taken =
    values.length === 0
      ? [...new Set(words)]
      : values.map(({ value }) => value).filter((value) => words.includes(value));
  const others = values
    .filter(({ value }) => !taken.includes(value) && !NO_MATERIAL.has(value))
    .slice(0, Math.max(0, MAX_CHOICES - taken.length));
  if (taken.length + others.length === 0) return null;
  return (
    <FilterGroup name="Medium">
      {/* One list, so that a box that is ticked stays the same element and keeps the focus. */}
      {[...taken.map((value) => ({ value, works: undefined })), ...others].map(({ value, works }) => (
        <Choice key={value} type="checkbox" name="medium" value={value} isChosen={!works} works={works}>
          <span className="inline-block first-letter:uppercase">{value}</span>
        </Choice>
      ))}
    </FilterGroup>
  );
}
