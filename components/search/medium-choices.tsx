import type { FacetValue } from '#lib/domain/search/search.ts';
import { Choice } from './choice.tsx';
import { FilterGroup } from './filter-group.tsx';

const MOST = 8;
/** Words that stand in the medium of many works and say nothing about it: “edition of one, hand cut”. */
const NO_MATERIAL = new Set(['edition', 'one', 'unique', 'piece', 'signed', 'numbered', 'hand', 'made', 'cut']);

/** As the index has words: in lower case, without accents. */
const folded = (word: string) => word.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();

/** Materials, of which several can be chosen: each narrows down what the others left. */
export function MediumChoices({ chosen, values }: { chosen: string | null; values: readonly FacetValue[] }) {
  const words = (chosen ?? '').split(/[^\p{L}\p{N}]+/u).flatMap((word) => (word === '' ? [] : folded(word)));
  // Where nothing is found, nothing is counted either. Among what is found “on” is no material.
  const taken =
    values.length === 0
      ? [...new Set(words)]
      : values.map(({ value }) => value).filter((value) => words.includes(value));
  const others = values
    .filter(({ value }) => !taken.includes(value) && !NO_MATERIAL.has(value))
    .slice(0, Math.max(0, MOST - taken.length));
  if (taken.length + others.length === 0) return null;
  return (
    <FilterGroup name="Medium">
      {taken.map((value) => (
        <Choice key={value} type="checkbox" name="medium" value={value} isChosen>
          <span className="first-letter:uppercase">{value}</span>
        </Choice>
      ))}
      {others.map(({ value, works }) => (
        <Choice key={value} type="checkbox" name="medium" value={value} isChosen={false} works={works}>
          <span className="first-letter:uppercase">{value}</span>
        </Choice>
      ))}
    </FilterGroup>
  );
}
