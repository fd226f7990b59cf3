import { randomUUID } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { type Db, db, isOfLeavingAccount, type Prisma } from '#lib/db.ts';
import { ExpectedError } from '#lib/domain/errors.ts';
import {
  IMPORT_LIMITS,
  type ImportProblem,
  MAX_PROBLEMS,
  RefusedImport,
  refuseFile,
} from '#lib/domain/imports/import.ts';
import type { ImportContent } from '#lib/domain/imports/import-content.ts';
import type { Viewer } from '#lib/domain/viewer.ts';
import { requireQuota } from '#lib/posts/require-quota.ts';
import { checkImport } from './check-import.ts';
import { keepZip, type ReceivedFile, removeZip, withReceivedFile } from './import-files.ts';
import { CSV_TOO_LARGE, openImportZip, readZipCsv } from './import-zip.ts';
import type { MatchedRow } from './match-posts.ts';

const BATCH = 200;
/** A thousand rows with long stories take a while on a slow disk. */
const WRITING = { timeout: 30_000 };

/**
 * Receives and checks a CSV file, or a ZIP with one and its pictures. Works are neither added nor changed before it is
 * confirmed. It replaces what the viewer has sent before and not confirmed.
 * @param file `name` is that on the viewer's device.
 * @returns the id of the import, also of one that is refused: its page says why.
 * @throws {ExpectedError} account-closing
 * @throws {PictureError} no-room
 */
export function createImport(
  viewer: Viewer,
  file: { name: string; body: ReadableStream<Uint8Array> },
): Promise<string> {
  return createChecked(viewer, file).catch(async (error) => {
    if (error instanceof RefusedImport) return store(viewer, { id: randomUUID(), name: file.name }, error.problems);
    throw error;
  });
}

function createChecked(viewer: Viewer, { name, body }: Parameters<typeof createImport>[1]): Promise<string> {
  return withReceivedFile(body, async (received) => {
    const rows = await check(viewer, received);
    const id = randomUUID();
    const needsZip = rows.some(({ pictures }) => pictures.some((picture) => 'entry' in picture));
    if (needsZip) await keepZip(received.path, id);
    try {
      return await store(viewer, { id, name, zip: needsZip, rows }, null);
    } catch (error) {
      if (needsZip) await removeZip(id);
      throw error;
    }
  });
}

async function check(viewer: Viewer, { path, isZip }: ReceivedFile): Promise<MatchedRow[]> {
  if (!isZip) {
    if ((await stat(path)).size > IMPORT_LIMITS.csvBytes) throw refuseFile(CSV_TOO_LARGE);
    return checkImport(viewer, await readFile(path), null);
  }
  const opened = await openImportZip(path);
  try {
    return await checkImport(viewer, await readZipCsv(opened), opened);
  } finally {
    opened.zip.close();
  }
}

type NewImport = { id: string; name: string; zip?: boolean; rows?: readonly MatchedRow[] };

async function store(
  viewer: Viewer,
  { id, name, zip = false, rows = [] }: NewImport,
  problems: readonly ImportProblem[] | null,
): Promise<string> {
  const replaced = await db()
    .$transaction(async (tx) => {
      // Another upload of the same account waits here.
      await requireQuota(tx, viewer);
      const earlier = await tx.import.findMany({
        where: { ownerId: viewer.id, confirmedAt: null },
        select: { id: true },
      });
      await tx.import.deleteMany({ where: { id: { in: earlier.map((each) => each.id) }, confirmedAt: null } });
      await tx.import.create({
        data: { id, ownerId: viewer.id, name, zip, ...(problems && { problems: shorten(problems) }) },
      });
      await insertRows(tx, id, rows);
      return earlier;
    }, WRITING)
    .catch((error) => {
      throw isOfLeavingAccount(error) ? new ExpectedError('account-closing') : error;
    });
  for (const each of replaced) await removeZip(each.id);
  return id;
}

/** One more than is shown says how many there are. */
function shorten(problems: readonly ImportProblem[]): ImportProblem[] {
  const rest = problems.length - MAX_PROBLEMS;
  const shown = problems.slice(0, MAX_PROBLEMS);
  return rest > 0 ? [...shown, { row: null, column: null, message: `There are ${rest} more.` }] : shown;
}

async function insertRows(tx: Db, importId: string, rows: readonly MatchedRow[]): Promise<void> {
  const data = rows.map(
    ({ number, action, post, ...row }): Prisma.ImportRowCreateManyInput => ({
      ...{ importId, number, action, postId: post?.id ?? null, version: post?.version ?? null },
      content: contentOf(row),
    }),
  );
  for (let from = 0; from < data.length; from += BATCH)
    await tx.importRow.createMany({ data: data.slice(from, from + BATCH) });
}

function contentOf({ state, ...content }: Omit<MatchedRow, 'number' | 'action' | 'post'>): ImportContent {
  // A sold work is left as it is.
  return { ...content, state: state === 'SOLD' ? null : state };
}
