/** Why a row could not be brought in, as a sentence for the artist. */
export class RowProblem extends Error {
  override name = 'RowProblem';
}
