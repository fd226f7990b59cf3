/** A work for sale, as it compares with the one that somebody looks at. */
export type SimilarCandidate = {
  id: string;
  artistId: string;
  /** In euros; infinite where no rate is known. */
  priceValue: number;
  /** How many of the work's materials, colours and tags it has too. */
  materials: number;
  colors: number;
  tags: number;
};

/** The work that somebody looks at: its price in euros, and how many materials and colours it has. */
export type ComparedWork = { priceValue: number; materials: number; colors: number };

/** Fewer works of one artist leave room for others; all of them are on the artist's page. */
const MAX_PER_ARTIST = 2;
const MAX_COUNTED_TAGS = 3;

/**
 * How similar a candidate is: the share of common materials counts most, then that of colours, then tags. The price
 * decides among equals, because all candidates come from around the work's own: half or double costs as much as one tag.
 */
function similarity(candidate: SimilarCandidate, work: ComparedWork): number {
  const share = (common: number, all: number) => (all === 0 ? 0 : common / all);
  return (
    4 * share(candidate.materials, work.materials) +
    2 * share(candidate.colors, work.colors) +
    Math.min(candidate.tags, MAX_COUNTED_TAGS) -
    priceDistance(candidate.priceValue, work.priceValue)
  );
}

/** Doublings between two prices, at most four; none if both are unknown. */
function priceDistance(a: number, b: number): number {
  if (a === b) return 0;
  const doublings = Math.abs(Math.log2(Math.max(a, 0.01)) - Math.log2(Math.max(b, 0.01)));
  return Number.isFinite(doublings) ? Math.min(doublings, 4) : 4;
}

/**
 * The most similar candidates, best first.
 * @param count at most so many
 * @returns their ids; equally similar ones in the order of the ids, so that the list is always the same
 */
export function rankSimilar(candidates: readonly SimilarCandidate[], work: ComparedWork, count: number): string[] {
  const ranked = candidates
    .map((candidate) => ({ candidate, score: similarity(candidate, work) }))
    .sort((a, b) => b.score - a.score || (a.candidate.id < b.candidate.id ? -1 : 1));
  const perArtist = new Map<string, number>();
  const ids: string[] = [];
  for (const { candidate } of ranked) {
    const already = perArtist.get(candidate.artistId) ?? 0;
    if (already >= MAX_PER_ARTIST) continue;
    perArtist.set(candidate.artistId, already + 1);
    if (ids.push(candidate.id) === count) break;
  }
  return ids;
}
