import type { CsvColumn } from '../csv.ts';
import { IMPORT_COLUMNS, type ImportColumn } from './columns.ts';

type TemplateRow = Readonly<Record<ImportColumn, string>>;

export const TEMPLATE_COLUMNS: readonly CsvColumn<TemplateRow>[] = Object.entries(IMPORT_COLUMNS).map(
  ([column, { name }]) => [name, (row) => row[column as ImportColumn]],
);

export const TEMPLATE_ROWS: readonly TemplateRow[] = [
  {
    key: '2026-001',
    title: 'An example: replace this row',
    description: 'One or two sentences about the work.',
    content: 'Its story.\n\nAn empty line starts a new paragraph.',
    price: '1200.00',
    currency: 'EUR',
    tags: 'sea, fog',
    medium: 'Oil on linen',
    year: '2026',
    dimensions: '40 × 60 cm',
    pictures: 'https://example.org/front.jpg\nhttps://example.org/detail.jpg',
    alt: 'A harbour in fog\nThe signature',
    state: 'draft',
  },
];
