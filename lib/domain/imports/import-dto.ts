import type { ImportProblem } from './import.ts';

export type ImportState = 'refused' | 'checked' | 'running' | 'finished';

/** An import as its artist sees it; times are ISO 8601. */
export type ImportDto = {
  id: string;
  /** Of the file. */
  name: string;
  state: ImportState;
  createdAt: string;
  /** When it is deleted. */
  endsAt: string;
  problems: ImportProblem[];
  /** Numbers of rows, by what becomes of them. */
  counts: { create: number; update: number; skip: number; publish: number };
  /** Numbers of rows that are in, and of those that could not be brought in. */
  progress: { total: number; done: number; failed: number };
  /** Up to a hundred works that will be changed, and rows that failed. */
  changed: { row: number; title: string }[];
  failed: { row: number; title: string; problem: string }[];
};

/** An import in a list. */
export type ImportListItem = Pick<ImportDto, 'id' | 'name' | 'state' | 'createdAt'>;
