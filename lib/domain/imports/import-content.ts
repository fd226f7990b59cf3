import type { Money } from '../money/money.ts';

/** Where a picture comes from: a URL, a file of the ZIP, or a picture of the artist's that is stored here already. */
export type PictureSource = ({ url: string } | { entry: string } | { own: string }) & {
  alt: string;
  /** As the file has it, for messages. */
  name: string;
};

/** What a work is to be, as JSON in `import_rows`. */
export type ImportContent = {
  /** The artist's own reference. */
  key: string | null;
  /** sha256 of what the row says, without the key, hex. */
  hash: string;
  /** null: a new work becomes a draft, and another stays as it is. */
  state: 'DRAFT' | 'LISTED' | null;
  fields: ImportFields;
  pictures: PictureSource[];
  /** Whether pictures that the work has already keep their descriptions: the file has no column for these. */
  keepsAlts?: boolean;
};

type ImportFields = {
  title: string;
  description: string;
  content: string;
  price: Money;
  tags: string[];
  medium: string | null;
  year: number | null;
  dimensions: string | null;
};
