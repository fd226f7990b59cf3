import { COLORS } from '#lib/domain/pictures/colors.ts';
import { artistRow, workRow } from '../../cli/import/work-row.ts';
import { proportionOf } from '../../cli/import/work-rules.ts';
import { digest } from '../../demo/stable-id.ts';
import { oneOf, randomIndex, randomOf } from './random.ts';
import { type Source, workAt } from './vary-work.ts';

/** Pixels. */
const LONGEST_SIDE = 2_400;
const DAY_MS = 24 * 60 * 60 * 1000;
const PLACEHOLDER = 'a98cba765432fedcba';

/** Rows by column name; columns that a database lacks are left out of the INSERT. */
export type Rows = { user: Row; post: Row; image: Row };
export type Row = Readonly<Record<string, unknown>>;

/** The rows of the work with this number. The user has a second_username in case the first is in use. */
export function rowsAt(source: Source, number: number): Rows {
  const work = workAt(source, number);
  const random = randomOf(number, 5);
  const picture = pictureOf(number, proportionOf(work) ?? 0.7 + random());
  const { image_id, alt, key, width, height, widths, avif, placeholder, colours, ...post } = workRow(work, number, [
    {
      ...picture,
      colours: [...new Set(Array.from({ length: 1 + randomIndex(3, random) }, () => oneOf(COLORS, random)))],
    },
  ]);
  // Every fiftieth work at a full hour, so that some timestamps are equal.
  const hour = number % 50 === 0 ? `${post.listed_at.slice(0, 13)}:00:00.000Z` : post.listed_at;
  const image = {
    id: image_id,
    owner_id: post.artist_id,
    post_id: post.id,
    alt,
    key,
    width,
    height,
    widths,
    avif,
    placeholder,
  };
  return {
    user: artistRow(work),
    post: { ...post, ...stateOf(hour, random), ...visitorsOf(random), colours },
    image: { ...image, colours, created_at: hour },
  };
}

/** 80 % are for sale, 15 % sold and 5 % drafts; three in a thousand are hidden. */
function stateOf(listedAt: string, random: () => number): Row {
  const share = random();
  const status = share < 0.8 ? 'LISTED' : share < 0.95 ? 'SOLD' : 'DRAFT';
  const later = new Date(Date.parse(listedAt) + random() * 90 * DAY_MS).toISOString();
  return {
    status,
    listed_at: status === 'DRAFT' ? null : listedAt,
    sold_at: status === 'SOLD' ? later : null,
    hidden_at: random() < 0.003 ? later : null,
    created_at: listedAt,
    updated_at: status === 'SOLD' ? later : listedAt,
  };
}

/** By Zipf's law: most works have a few visitors, a few have very many. */
function visitorsOf(random: () => number): Row {
  const visitors = Math.min(500_000, Math.floor(2 * (1 - random()) ** -0.8) - 2);
  return { visitors, visitors_week: Math.floor(visitors * random() ** 4 * 0.2) };
}

function pictureOf(number: number, proportion: number) {
  const [width, height] =
    proportion > 1
      ? [LONGEST_SIDE, Math.max(1, Math.round(LONGEST_SIDE / proportion))]
      : [Math.max(1, Math.round(LONGEST_SIDE * proportion)), LONGEST_SIDE];
  const widths = [320, 640, 960, 1_600].filter((one) => one < width);
  const key = digest(`scale picture ${number}`).toString('hex');
  // With its AVIF files, so that filling leaves no work to the worker.
  const files = { widths: [...widths, width], avif: true, placeholder: PLACEHOLDER };
  return { key, width, height, ...files, alt: 'A picture of the work' };
}
