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
 * The configured storage: the folder `media` below DATA_DIR.
 * @throws {EnvError} if S3_BUCKET is set: files on this disk would be missing on every other machine.
 */
export function storageFor(settings: Pick<Env, 'DATA_DIR' | 'S3_BUCKET'>): PictureStorage {
  if (settings.S3_BUCKET) {
    throw new EnvError('S3_BUCKET is set, but this version stores pictures below DATA_DIR only; leave it empty.');
  }
  // Without the comment the bundler would trace the whole project as files that this line may read.
  return localStorage(path.resolve(/* turbopackIgnore: true */ settings.DATA_DIR, 'media'));
}
