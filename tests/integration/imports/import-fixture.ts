import { buffer } from 'node:stream/consumers';
import sharp from 'sharp';
import { expect } from 'vitest';
import yazl from 'yazl';
import { db } from '#lib/db.ts';
import type { Viewer } from '#lib/domain/viewer.ts';
import { confirmImport } from '#lib/imports/confirm-import.ts';
import { createImport } from '#lib/imports/create-import.ts';
import { findImport } from '#lib/imports/find-imports.ts';
import { runImports } from '#lib/imports/run-imports.ts';

export const never = new AbortController().signal;

let shade = 0;
/** The bytes of a small picture, different in every call. */
export const picture = (): Promise<Buffer> =>
  sharp({ create: { width: 40, height: 30, channels: 3, background: { r: ++shade % 256, g: shade >> 8, b: 9 } } })
    .png()
    .toBuffer();

/** A ZIP with these files. */
export function zipOf(files: Readonly<Record<string, Buffer | string>>, mode = 0o100644): Promise<Buffer> {
  const zip = new yazl.ZipFile();
  for (const [name, content] of Object.entries(files)) zip.addBuffer(Buffer.from(content), name, { mode });
  zip.end();
  return buffer(zip.outputStream);
}

/** Sends a file, as the form does. @returns the import as its page shows it. */
export async function send(viewer: Viewer, content: Buffer | string, name = 'works.csv') {
  const id = await createImport(viewer, { name, body: new Blob([new Uint8Array(Buffer.from(content))]).stream() });
  return show(viewer, id);
}

export async function show(viewer: Viewer, id: string) {
  const found = await findImport(viewer, id);
  if (!found) throw new Error('there is no such import');
  return found;
}

/** Sends a file that is in order, confirms it and lets a worker bring it in. */
export async function bring(viewer: Viewer, content: Buffer | string, name?: string) {
  const { id, problems, state } = await send(viewer, content, name);
  expect({ state, problems }).toEqual({ state: 'checked', problems: [] });
  await confirmImport(viewer, id);
  await runImports(never);
  return show(viewer, id);
}

/** `row column: sentence` of a refused file. */
export const sentences = ({ problems }: Awaited<ReturnType<typeof send>>): string[] =>
  problems.map(({ row, column, message }) => `${row ?? 'file'} ${column ?? ''}: ${message}`);

/** The artist's works, oldest first, with the descriptions of their pictures in order. */
export async function worksOf({ id }: Viewer) {
  const posts = await db().post.findMany({
    where: { artistId: id },
    orderBy: [{ title: 'asc' }],
    include: { images: { orderBy: { position: 'asc' } } },
  });
  return posts.map(({ title, status, version, images, slug, id: postId }) => ({
    ...{ id: postId, title, status, version, slug },
    alts: images.map(({ alt }) => alt),
    keys: images.map(({ key }) => key),
  }));
}
