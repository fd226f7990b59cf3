// @ts-check
// What `npm start` and `npm test` run first: plain JavaScript for Node 20, without any packages. It installs the
// packages if the lock file has changed, then runs the given script with the Node that is among them.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { constants } from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const modules = path.join(root, 'node_modules');
const bin = path.join(modules, '.bin');
// Node keeps the compiled form of what it loads here: every process after the first starts in two thirds of the time.
process.env.NODE_COMPILE_CACHE ??= path.join(modules, '.cache/compile');
process.env.PATH = `${bin}${path.delimiter}${process.env.PATH ?? ''}`;

/** A step runs again if the hash of `file` differs from the one in `stamp`. */
const packages = { stamp: '.installed', file: 'package-lock.json' };
const client = { stamp: '.generated', file: 'prisma/schema.prisma' };

/** For the summary of dev/start.ts. @type {{ name: string, seconds: number }[]} */
const steps = [];

function digest(/** @type {string} */ file) {
  return createHash('sha256')
    .update(readFileSync(path.join(root, file)))
    .digest('hex');
}

function isDone(/** @type {{ stamp: string, file: string }} */ { stamp, file }) {
  const stampFile = path.join(modules, stamp);
  return existsSync(stampFile) && readFileSync(stampFile, 'utf8') === digest(file);
}

function markDone(/** @type {{ stamp: string, file: string }} */ { stamp, file }) {
  writeFileSync(path.join(modules, stamp), digest(file));
}

function run(/** @type {string} */ name, /** @type {string} */ command, /** @type {string[]} */ args) {
  console.log(`… ${name}`);
  const start = performance.now();
  const { status, signal } = spawnSync(command, args, {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
    shell: process.platform === 'win32',
  });
  if (signal) process.exit(128 + constants.signals[signal]);
  if (status !== 0) {
    console.error(`\`${command} ${args.join(' ')}\` failed; the lines above say why.`);
    process.exit(status ?? 1);
  }
  const seconds = (performance.now() - start) / 1000;
  steps.push({ name, seconds });
  console.log(`✓ ${name} (${seconds.toFixed(1)} s)`);
}

function install() {
  if (!isDone(packages)) {
    run('Packages', 'npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error']);
  }
  if (!isDone(client) || !existsSync(path.join(root, 'prisma/generated/client.ts'))) {
    run('Database client', 'prisma', ['generate']);
    markDone(client);
  }
}

/** The Node among the packages, else the system's, if it is new enough. */
function findNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  const bundled = path.join(bin, 'node');
  if (spawnSync(bundled, ['--version']).status === 0) return bundled;
  if (major > 22 || (major === 22 && minor >= 18)) return process.execPath;
  console.error('This needs Node.js 22.18 or newer: the version among the packages does not run on this system.');
  process.exit(1);
}

// npm's `postinstall`, after the client was generated: so a plain `npm ci` counts too, and no later command repeats it.
if (process.argv[2] === '--installed') {
  markDone(packages);
  markDone(client);
  process.exit();
}
install();
if (steps.length > 0) process.env.BOOTSTRAP_STEPS = JSON.stringify(steps);
const child = spawn(findNode(), process.argv.slice(2), { cwd: root, stdio: 'inherit' });
child.on('exit', (code, signal) => process.exit(code ?? 128 + (signal ? constants.signals[signal] : 0)));
// This process waits until the child has cleaned up. In a terminal Ctrl-C reaches the child directly; a signal that somebody
// sends to npm or to this process does not. SIGTERM stands for both, because a second SIGINT would end the child at once.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill('SIGTERM'));
// npm may be killed without a signal to this process, and then the child must end too. npm is the parent because the scripts
// in package.json begin with `exec`: a shell in between would keep npm's SIGINT to itself.
const parent = process.ppid;
if (process.env.npm_lifecycle_event) setInterval(() => process.ppid === parent || child.kill('SIGTERM'), 500).unref();
