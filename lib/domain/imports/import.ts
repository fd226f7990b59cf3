import type { ErrorCode } from '../errors.ts';

const MB = 1024 * 1024;

/** How much one import may hold. */
export const IMPORT_LIMITS = {
  /** Works. */
  rows: 1_000,
  /** Bytes of the CSV file, alone or unpacked. */
  csvBytes: 5 * MB,
  /** Bytes of the file that is sent, a CSV or a ZIP. */
  bytes: 200 * MB,
  /** Bytes of everything in the ZIP. Pictures are compressed already, so an honest one is as large as its content. */
  unpackedBytes: 400 * MB,
  /** Entries of the ZIP: eight pictures for each work, folders, and what systems add. */
  entries: 10_000,
  /** Characters of the artist's own reference. */
  key: 120,
  /** Characters of a picture's URL. */
  url: 2_000,
  /** Characters of the file's name that are stored. */
  name: 120,
} as const;

/** One thing that is wrong with a file; `row` is that of a spreadsheet, null for the whole file. */
export type ImportProblem = { row: number | null; column: string | null; message: string };

/** So many are listed; fixing them first is enough to read. */
export const MAX_PROBLEMS = 200;

/** What an import will do with a row: a new work, a change, or nothing because the work is like this already. */
export type ImportAction = 'create' | 'update' | 'skip';

/** What is wrong with the whole file, with one of its columns or rows. */
export class RefusedImport extends Error {
  override name = 'RefusedImport';
  readonly problems: readonly ImportProblem[];

  constructor(problems: readonly ImportProblem[]) {
    super(problems.map(({ message }) => message).join(' '));
    this.problems = problems;
  }
}

export const refuseFile = (message: string): RefusedImport => new RefusedImport([{ row: null, column: null, message }]);

/** What an account has to do before it can publish works, as the report says it. */
export const PUBLISHING_REFUSALS = {
  'email-unproven':
    'To publish works, please confirm your email address first: the link is in the mail that we sent you.',
  'terms-not-accepted': 'To publish works, please agree to the shop’s terms on your dashboard first.',
} as const satisfies Partial<Record<ErrorCode, string>>;
