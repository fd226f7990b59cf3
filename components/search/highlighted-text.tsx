import type { MarkedText } from '#lib/domain/search/search.ts';

/** A text with the matches marked. */
export function HighlightedText({ text }: { text: MarkedText }) {
  let start = 0;
  return text.map(({ text: piece, isMatch }) => {
    const key = start;
    start += piece.length;
    return isMatch ? (
      <mark
        key={key}
        className="bg-transparent text-inherit underline decoration-accent decoration-2 underline-offset-3"
      >
        {piece}
      </mark>
    ) : (
      piece
    );
  });
}
