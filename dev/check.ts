import { spawnSync } from 'node:child_process';
import path from 'node:path';
import process from 'node:process';
import { checkBorders } from './borders/check-borders.ts';
import { readSources } from './borders/read-sources.ts';
import { checkWords } from './words/check-words.ts';

// `npm run check`: every check runs, even after one has failed; the output of failed checks is shown.
const root = path.resolve(import.meta.dirname, '..');

interface Result {
  passed: boolean;
  output: string;
}

const CHECKS: Record<string, () => Result> = {
  'format and lint': () => run('biome', 'check', '--error-on-warnings'),
  // A fresh clone has no route types yet, and old ones would name pages that no longer exist.
  types: () => {
    const routes = run('next', 'typegen');
    return routes.passed ? run('tsc', '--noEmit') : routes;
  },
  borders: () => {
    const violations = checkBorders(readSources(root));
    return {
      passed: violations.length === 0,
      output: violations.map(({ file, line, rule }) => `${file}:${line}  ${rule}`).join('\n'),
    };
  },
  words: () => {
    const found = checkWords(root);
    return {
      passed: found.length === 0,
      output: found.map(({ file, line, message }) => `${file}:${line}  ${message}`).join('\n'),
    };
  },
  'unused code and import cycles': () => run('knip', '--no-progress'),
};

/** Runs a program from node_modules/.bin, which bootstrap.js has put on PATH. */
function run(program: string, ...args: string[]): Result {
  const { status, stdout, stderr, error } = spawnSync(program, args, {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
    shell: process.platform === 'win32',
  });
  return {
    passed: status === 0,
    output: error ? `${program} could not be started: ${error.message}` : `${stdout}${stderr}`,
  };
}

for (const [name, check] of Object.entries(CHECKS)) {
  const start = performance.now();
  const { passed, output } = check();
  console.log(`${passed ? '✓' : '✗'} ${name} (${((performance.now() - start) / 1000).toFixed(1)} s)`);
  if (!passed) {
    console.log(`\n${output.trim()}\n`);
    process.exitCode = 1;
  }
}
