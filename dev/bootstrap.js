// @ts-check
// The first thing that `npm start` and `npm test` run: plain JavaScript for Node 20, with nothing installed.
// It installs the packages when the lock file changed, then runs the given script with the Node they bring.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { constants } from 'node:os';
import path from 'node:path';
import process from 'node:process';

const root = path.resolve(import.meta.dirname, '..');
const bin = path.join(root, 'node_modules', '.bin');
process.env.PATH = `${bin}${path.delimiter}${process.env.PATH ?? ''}`;

/** Runs `work` when the files differ from those that it was last done for. */
function whenChanged(/** @type {string} */ note, /** @type {string[]} */ files, /** @type {() => void} */ work) {
  const hash = createHash('sha256');
  for (const file of files) hash.update(readFileSync(path.join(root, file)));
  const digest = hash.digest('hex');
  const mark = path.join(root, 'node_modules', note);
  if (existsSync(mark) && readFileSync(mark, 'utf8') === digest) return;
  work();
  writeFileSync(mark, digest);
}

function run(/** @type {string} */ command, /** @type {string[]} */ args, /** @type {string} */ saying) {
  console.log(saying);
  const { status } = spawnSync(command, args, {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
    shell: process.platform === 'win32',
  });
  if (status !== 0) {
    console.error(`\`${command} ${args.join(' ')}\` failed; the lines above say why.`);
    process.exit(status ?? 1);
  }
}

whenChanged('.installed', ['package.json', 'package-lock.json'], () =>
  run('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], 'Installing packages (about a minute) …'),
);
if (!existsSync(path.join(root, 'prisma/generated/client.ts')))
  writeFileSync(path.join(root, 'node_modules', '.generated'), '');
whenChanged('.generated', ['prisma/schema.prisma'], () =>
  run('prisma', ['generate'], 'Generating the database client …'),
);

/** The Node among the packages; a system that it does not run on may bring its own. */
function findNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  const bundled = path.join(bin, 'node');
  if (spawnSync(bundled, ['--version']).status === 0) return bundled;
  if (major > 22 || (major === 22 && minor >= 18)) return process.execPath;
  console.error('This needs Node.js 22.18 or newer: the one among the packages does not run on this system.');
  process.exit(1);
}

const child = spawn(findNode(), process.argv.slice(2), { cwd: root, stdio: 'inherit' });
// Ctrl-C reaches the child by itself; this process only waits until it has cleaned up.
process.on('SIGINT', () => {});
for (const signal of /** @type {const} */ (['SIGTERM', 'SIGHUP'])) process.on(signal, () => child.kill(signal));
child.on('exit', (code, signal) => process.exit(code ?? 128 + (signal ? constants.signals[signal] : 0)));
