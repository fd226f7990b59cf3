import path from 'node:path';
import { type Env, EnvError, env } from '#lib/env.ts';
import { localStorage } from './local-storage.ts';
import type { PictureStorage } from './picture-storage.ts';

let chosen: PictureStorage | undefined;

/** The storage of this process. @throws {EnvError} */
export function storage(): PictureStorage {
  chosen ??= storageFor(env());
  return chosen;
}

/**
 * The storage that the settings name: the folder `media` below DATA_DIR.
 * @throws {EnvError} when S3_BUCKET is set: keeping the files on the disk instead would lose them
 * on every machine but this one.
 */
export function storageFor(settings: Pick<Env, 'DATA_DIR' | 'S3_BUCKET'>): PictureStorage {
  if (settings.S3_BUCKET) {
    throw new EnvError('S3_BUCKET is set, but this version keeps pictures below DATA_DIR only; leave it empty.');
  }
  // Without the comment the bundler takes the whole project for files that this line may read.
  return localStorage(path.resolve(/* turbopackIgnore: true */ settings.DATA_DIR, 'media'));
}
