import type { ImportContent } from '#lib/domain/imports/import-content.ts';
import type { ZipOfImport } from './zip-of-import.ts';

/** A row of a confirmed import that is not brought in yet. */
export type WaitingRow = {
  importId: string;
  number: number;
  action: string;
  content: ImportContent;
  postId: string | null;
  version: number | null;
  pictureIds: string[];
  attempts: number;
};

export type RowOptions = {
  zip: ZipOfImport;
  stop: AbortSignal;
  /** When it is another import's turn, in milliseconds since 1970. */
  until: number;
};
