import type { FacetValue } from '#lib/domain/search/search.ts';
import { Choice } from './choice.tsx';
import { FilterGroup } from './filter-group.tsx';

/** More values would need a search of their own. */
const MAX_CHOICES = 8;

type Props = {
  name: string;
  title: string;
  /** The label for no choice. */
  all: string;
  chosen: string | null;
  values: readonly FacetValue[];
  /** Values to change to once one is chosen; the results then have no other value. */
  others?: readonly string[];
  /** Labels of values; a value without one is its own label. */
  labels: Readonly<Record<string, string>>;
};

/** A filter with one value. */
export function ValueChoices({ name, title, all, chosen, values, others = [], labels }: Props) {
  const known = new Map(values.map(({ value, works }) => [value, works]));
  const offered = chosen === null ? [...known.keys()].slice(0, MAX_CHOICES) : others.length > 0 ? others : [chosen];
  if (offered.length === 0) return null;
  return (
    <FilterGroup name={title}>
      <Choice type="radio" name={name} value="" isChosen={chosen === null}>
        {all}
      </Choice>
      {offered.map((value) => (
        <Choice
          key={value}
          type="radio"
          name={name}
          value={value}
          isChosen={value === chosen}
          works={chosen === null ? known.get(value) : undefined}
        >
          {labels[value] ?? value}
        </Choice>
      ))}
    </FilterGroup>
  );
}
