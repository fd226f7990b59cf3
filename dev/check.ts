import { spawnSync } from 'node:child_process';
import path from 'node:path';
import process from 'node:process';
import { checkBorders } from './borders/check-borders.ts';
import { readSources } from './borders/read-sources.ts';

// `npm run check`: every check runs, also when an earlier one failed; the output of those that failed is shown.
const root = path.resolve(import.meta.dirname, '..');

interface Result {
  passed: boolean;
  output: string;
}

const CHECKS: Record<string, () => Result> = {
  'format and lint': () => run('biome', 'check', '--error-on-warnings'),
  // A bare clone has no types of the routes yet, and old ones would name pages that are gone.
  types: () => {
    const routes = run('next', 'typegen');
    return routes.passed ? run('tsc', '--noEmit') : routes;
  },
  borders: () => {
    const broken = checkBorders(readSources(root));
    return {
      passed: broken.length === 0,
      output: broken.map(({ file, line, rule }) => `${file}:${line}  ${rule}`).join('\n'),
    };
  },
  unused: () => run('knip', '--no-progress'),
};

/** Runs a program of node_modules; bootstrap.js has put them in PATH. */
function run(program: string, ...args: string[]): Result {
  const { status, stdout, stderr, error } = spawnSync(program, args, {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
    shell: process.platform === 'win32',
  });
  return { passed: status === 0, output: error ? `${program} did not run: ${error.message}` : `${stdout}${stderr}` };
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
