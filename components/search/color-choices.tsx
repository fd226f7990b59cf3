import { COLORS, type Color } from '#lib/domain/pictures/colors.ts';
import { formatCount } from '#lib/domain/posts/post-count.ts';
import type { FacetValue } from '#lib/domain/search/search.ts';
import { COLOR_LABELS, COLOR_TONES } from '#lib/view/search-labels.ts';
import { Choice } from './choice.tsx';
import { FilterGroup } from './filter-group.tsx';

/** Swatches with their names: not everyone can tell colours apart. */
export function ColorChoices({ chosen, values }: { chosen: Color | null; values: readonly FacetValue<Color>[] }) {
  if (chosen === null && values.length === 0) return null;
  const works = new Map(values.map((one) => [one.value, one.works]));
  const offered = chosen === null ? COLORS.filter((colour) => works.has(colour)) : COLORS;
  return (
    <FilterGroup name="Colour">
      <Choice type="radio" name="colour" value="" isChosen={chosen === null}>
        Any colour
      </Choice>
      <div className="mt-1.5 grid grid-cols-2 gap-x-3">
        {offered.map((colour) => (
          <label
            key={colour}
            className="flex min-h-8 cursor-pointer items-center gap-2.5 text-sm has-checked:font-medium"
            title={chosen === null ? titleOf(works.get(colour)) : undefined}
          >
            <input
              type="radio"
              id={`colour:${colour}`}
              name="colour"
              value={colour}
              defaultChecked={colour === chosen}
              className="size-5 shrink-0 cursor-pointer appearance-none rounded-full border border-field ring-ink ring-offset-2 ring-offset-paper checked:ring-2 focus-visible:outline-offset-4 forced-colors:border-[CanvasText] forced-colors:ring-[Highlight] forced-colors:ring-offset-[Canvas] forced-colors:forced-color-adjust-none forced-colors:checked:ring-4"
              style={{ backgroundColor: COLOR_TONES[colour] }}
            />
            {COLOR_LABELS[colour]}
          </label>
        ))}
      </div>
    </FilterGroup>
  );
}

const titleOf = (works: FacetValue['works'] | undefined) => works && `${formatCount(works)} works`;
