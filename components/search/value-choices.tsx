import type { FacetValue } from '#lib/domain/search/search.ts';
import { Choice } from './choice.tsx';
import { FilterGroup } from './filter-group.tsx';

/** More of them would be a list to search through itself. */
const MOST = 8;

type Props = {
  name: string;
  title: string;
  /** What nothing chosen is called. */
  all: string;
  chosen: string | null;
  values: readonly FacetValue[];
  /** What can be chosen instead, where that is always the same; of those found no other value is left. */
  others?: readonly string[];
  /** Names of values; one without is its own. */
  labels: Readonly<Record<string, string>>;
};

/** A filter of which one value can be chosen. */
export function ValueChoices({ name, title, all, chosen, values, others = [], labels }: Props) {
  const known = new Map(values.map(({ value, works }) => [value, works]));
  const offered = chosen === null ? [...known.keys()].slice(0, MOST) : others.length > 0 ? others : [chosen];
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
