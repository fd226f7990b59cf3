import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { RETIRED_WORDS } from './retired-words.ts';

export interface FoundWord {
  file: string;
  /** Counted from 1. */
  line: number;
  /** The word as it was found, and what to write instead. */
  message: string;
}

/** Where a retired word may stand: the glossary and the list itself, what was applied to databases, and content. */
const EXCEPT = [
  /^docs\/glossary\.md$/,
  /^dev\/words\//,
  /^tests\/unit\/dev\/check-words\.test\.ts$/,
  /^prisma\/migrations\//,
  // Codes of languages, Hebrew among them.
  /^deploy\/nginx-currencies\.conf$/,
  // The demo gallery's works and drawings, in which a wall is a wall.
  /^demo\//,
  /^LICENSE$|^package-lock\.json$/,
];
const TEXT = /\.(?:ts|tsx|js|css|md|json|prisma|conf|yml|example)$/;

/** The retired words in one text, in order of lines. */
export function findRetiredWords(file: string, text: string): FoundWord[] {
  return text.split('\n').flatMap((line, index) =>
    RETIRED_WORDS.flatMap(({ pattern, instead }) => {
      const [word] = pattern.exec(line) ?? [];
      return word ? [{ file, line: index + 1, message: `“${word}” is retired: write ${instead}` }] : [];
    }),
  );
}

/** The retired words in all files that git knows or would add, their names included. */
export function checkWords(root: string): FoundWord[] {
  const listed = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], { cwd: root });
  const files = listed
    .toString()
    .split('\0')
    .filter(
      (file) => TEXT.test(file) && existsSync(path.join(root, file)) && !EXCEPT.some((pattern) => pattern.test(file)),
    );
  return files.flatMap((file) => [
    ...findRetiredWords(file, file).map((found) => ({ ...found, line: 0 })),
    ...findRetiredWords(file, readFileSync(path.join(root, file), 'utf8')),
  ]);
}
