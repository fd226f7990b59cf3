import path from 'node:path';

export type ImportTarget = { file: string } | { packageName: string } | 'node';

/**
 * What a specifier in `file` refers to. Files are relative to the repository; `#lib/x.ts` is package.json's `imports`.
 */
export function resolveImport(file: string, specifier: string): ImportTarget {
  if (specifier.startsWith('node:')) return 'node';
  if (specifier.startsWith('#')) return { file: specifier.slice(1) };
  if (specifier.startsWith('.')) return { file: path.posix.join(path.posix.dirname(file), specifier) };
  const parts = specifier.split('/');
  return { packageName: parts.slice(0, specifier.startsWith('@') ? 2 : 1).join('/') };
}
