import { existsSync, globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';

const DOCUMENTS = globSync(['*.md', 'docs/**/*.md', 'dev/**/*.md', 'tests/**/*.md', '.github/**/*.md']).filter(
  (file) => !file.includes('node_modules'),
);
const LINK = /\]\((?!https?:|mailto:|#)([^)#\s]+)(?:#[^)]*)?\)/g;
/** A path of this repository in backticks: with a folder of ours and a file's ending, or a folder with a slash at its end. */
const PATH =
  /`((?:app|bench|cli|components|demo|deploy|dev|docs|lib|prisma|server|tests|worker)\/[^`\s<>*…{}]*(?:\.\w+|\/))`/g;

test.for(DOCUMENTS)('every file that %s names exists', (file) => {
  const text = readFileSync(file, 'utf8');
  const links = [...text.matchAll(LINK)].map(([, target = '']) => path.join(path.dirname(file), target));
  // The change log names files of earlier versions too.
  const paths = file === 'CHANGELOG.md' ? [] : [...text.matchAll(PATH)].map(([, target = '']) => target);
  expect([...links, ...paths].filter((target) => !existsSync(target))).toEqual([]);
});
