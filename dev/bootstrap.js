// @ts-check
// The first thing that `npm start` and `npm test` run: plain JavaScript for Node 20, with nothing installed.
// It installs the packages when the lock file changed, then runs the given script with the Node they bring.
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
process.env.PATH = `${bin}${path.delimiter}${process.env.PATH ?? ''}`;

/** A step, the file that it is done for, and the note that says for which text of it it was done last. */
const packages = { note: '.installed', file: 'package-lock.json' };
const client = { note: '.generated', file: 'prisma/schema.prisma' };

function digest(/** @type {string} */ file) {
  return createHash('sha256')
    .update(readFileSync(path.join(root, file)))
    .digest('hex');
}

function isDone(/** @type {{ note: string, file: string }} */ { note, file }) {
  const mark = path.join(modules, note);
  return existsSync(mark) && readFileSync(mark, 'utf8') === digest(file);
}

function noteDone(/** @type {{ note: string, file: string }} */ { note, file }) {
  writeFileSync(path.join(modules, note), digest(file));
}

function run(/** @type {string} */ command, /** @type {string[]} */ args, /** @type {string} */ saying) {
  console.log(saying);
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
}

function install() {
  if (!isDone(packages)) {
    run('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], 'Installing packages (about a minute) …');
    noteDone(packages);
    noteDone(client);
  }
  if (!isDone(client) || !existsSync(path.join(root, 'prisma/generated/client.ts'))) {
    run('prisma', ['generate'], 'Generating the database client …');
    noteDone(client);
  }
}

/** The Node among the packages; a system that it does not run on may bring its own. */
function findNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  const bundled = path.join(bin, 'node');
  if (spawnSync(bundled, ['--version']).status === 0) return bundled;
  if (major > 22 || (major === 22 && minor >= 18)) return process.execPath;
  console.error('This needs Node.js 22.18 or newer: the one among the packages does not run on this system.');
  process.exit(1);
}

install();
const child = spawn(findNode(), process.argv.slice(2), { cwd: root, stdio: 'inherit' });
child.on('exit', (code, signal) => process.exit(code ?? 128 + (signal ? constants.signals[signal] : 0)));
// Ctrl-C in a terminal reaches the child by itself; this process only waits until it has cleaned up.
process.on('SIGINT', () => process.stdin.isTTY || child.kill('SIGINT'));
for (const signal of /** @type {const} */ (['SIGTERM', 'SIGHUP'])) process.on(signal, () => child.kill(signal));
// npm may be killed without a word to us; what it started must not stay. Between it and us there may be a shell.
const starters = () => [process.ppid, parentOf(process.ppid)].join();
const begun = starters();
if (process.env.npm_lifecycle_event) setInterval(() => starters() === begun || child.kill('SIGTERM'), 500).unref();

function parentOf(/** @type {number} */ pid) {
  const stat = `/proc/${pid}/stat`;
  if (!existsSync(stat)) return 0;
  const text = readFileSync(stat, 'utf8');
  return Number(text.slice(text.lastIndexOf(')') + 2).split(' ')[1]);
}
