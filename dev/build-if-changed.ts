import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, globSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { commandLine } from './processes.ts';
import { Plain, step } from './say.ts';

const SOURCES = [
  'app/**/*',
  'components/**/*',
  'lib/**/*',
  'public/**/*',
  'prisma/schema.prisma',
  'instrumentation.ts',
];
const SETTINGS = ['next.config.js', 'postcss.config.js', 'tsconfig.json', 'package.json', 'package-lock.json'];

function sourcesHash(): string {
  const hash = createHash('sha256').update(process.version);
  const files = [...globSync(SOURCES), ...SETTINGS].filter((file) => existsSync(file) && statSync(file).isFile());
  for (const file of files.sort()) hash.update(file).update(readFileSync(file));
  return hash.digest('hex');
}

/** Builds the web pages unless the last build was made from the same sources. Two starts at once build once. */
export async function buildIfChanged(): Promise<void> {
  const mark = 'node_modules/.built-from';
  const hash = sourcesHash();
  const isBuilt = () => existsSync('.next/BUILD_ID') && existsSync(mark) && readFileSync(mark, 'utf8') === hash;
  if (isBuilt()) return;
  const release = await lock('node_modules/.building');
  try {
    if (isBuilt()) return;
    await step('Build', () => build(), { long: true });
    writeFileSync(mark, hash);
  } finally {
    release();
  }
}

function build(): Promise<void> {
  const next = path.resolve('node_modules/next/dist/bin/next');
  const child = spawn(process.execPath, [next, 'build'], {
    env: { ...process.env, NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (data) => (output += data));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => (code === 0 ? resolve() : reject(new Plain(`The build failed:\n${output}`))));
  });
}

/** A file that only one process can make, with its number in it; one left by a dead process is taken over. */
async function lock(file: string): Promise<() => void> {
  mkdirSync(path.dirname(file), { recursive: true });
  for (let waited = false; ; waited = true) {
    try {
      writeFileSync(file, String(process.pid), { flag: 'wx' });
      return () => rmSync(file, { force: true });
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
      if (!commandLine(Number(readFileSync(file, 'utf8')))) rmSync(file, { force: true });
      else if (!waited) console.log('… another start is building; waiting for it');
      await pause(300);
    }
  }
}
