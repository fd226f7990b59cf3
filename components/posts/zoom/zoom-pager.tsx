import { ZoomButton } from './zoom-button.tsx';

type Props = {
  index: number;
  count: number;
  /** @param step 1 for the next picture, -1 for the previous one */
  onTurn(step: 1 | -1): void;
};

/** The buttons to the previous and the next picture, at the bottom of the zoom dialog. */
export function ZoomPager({ index, count, onTurn }: Props) {
  return (
    <div className="absolute inset-x-0 bottom-3 mx-auto flex w-fit items-center gap-2 sm:bottom-5">
      <ZoomButton label="Previous picture" onClick={() => onTurn(-1)} disabled={index === 0} icon="M14 6l-6 6 6 6" />
      <p aria-hidden className="rounded-full bg-raised/90 px-3 py-1 text-sm tabular-nums">
        {index + 1} / {count}
      </p>
      <ZoomButton label="Next picture" onClick={() => onTurn(1)} disabled={index === count - 1} icon="M10 6l6 6-6 6" />
    </div>
  );
}
