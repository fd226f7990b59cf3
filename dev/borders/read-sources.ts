import { existsSync, globSync, readFileSync } from 'node:fs';
import path from 'node:path';

const FOLDERS = ['app', 'components', 'lib', 'server', 'worker', 'cli', 'demo', 'dev', 'bench', 'tests'];
// Generated code, and the bare app that bench compares the shop with, which is a separate project.
const EXCLUDED = ['prisma/generated', 'bench/bare-page', 'node_modules', '.next'];

/** The TypeScript and JavaScript files whose imports are checked: path relative to `root` → text. */
export function readSources(root: string): Map<string, string> {
  const exclude = (name: string) => EXCLUDED.some((folder) => name === folder || name.endsWith(`/${folder}`));
  const files = FOLDERS.filter((folder) => existsSync(path.join(root, folder))).flatMap((folder) =>
    globSync(`${folder}/**/*.{ts,tsx,js}`, { cwd: root, exclude }),
  );
  return new Map(
    files
      .map((file) => file.replaceAll('\\', '/'))
      .sort()
      .map((file) => [file, readFileSync(path.join(root, file), 'utf8')]),
  );
}
