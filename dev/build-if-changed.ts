import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, globSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { endWithParent, exitReason } from './processes/child-processes.ts';
import { takeLock } from './processes/process-lock.ts';
import { CliError, step } from './terminal.ts';

const SOURCES = ['app/**/*', 'components/**/*', 'lib/**/*', 'server/**/*', 'public/**/*', 'prisma/schema.prisma'];
const SETTINGS = ['next.config.js', 'postcss.config.js', 'tsconfig.json', 'package.json', 'package-lock.json'];
const BUILD_ID = '.next/BUILD_ID';

function sourcesHash(): string {
  const hash = createHash('sha256').update(process.version);
  const files = [...globSync(SOURCES), ...SETTINGS].filter((file) => existsSync(file) && statSync(file).isFile());
  for (const file of files.sort()) hash.update(file).update(readFileSync(file));
  return hash.digest('hex');
}

/** Builds the web pages unless the last build was made from the same sources. Two starts at once build once. */
export async function buildIfChanged(): Promise<void> {
  const mark = 'node_modules/.built-from';
  const sources = sourcesHash();
  // With the build's own number: somebody may have built other sources by hand since.
  const built = () => `${sources} ${existsSync(BUILD_ID) ? readFileSync(BUILD_ID, 'utf8') : ''}`;
  const isBuilt = () => existsSync(BUILD_ID) && existsSync(mark) && readFileSync(mark, 'utf8') === built();
  if (isBuilt()) return;
  const release = await waitForLock('node_modules/.building');
  try {
    if (isBuilt()) return;
    await step('Build', () => build(), { long: true });
    writeFileSync(mark, built());
  } finally {
    release();
  }
}

async function build(): Promise<void> {
  const child = spawn(process.execPath, [path.resolve('node_modules/next/dist/bin/next'), 'build'], {
    env: { ...process.env, NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1' },
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  // A stop does not wait for a build: it ends with this process.
  endWithParent(child);
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (data) => {
      output += data;
    });
  }
  const how = await exitReason(child);
  if (how !== 'code 0') throw new CliError(`The build failed (${how}):\n${output}`);
}

async function waitForLock(file: string): Promise<() => void> {
  for (let waited = false; ; waited = true) {
    const { heldBy, release } = takeLock(file);
    if (heldBy === null) return release;
    if (!waited) console.log('… another start is building; waiting for it');
    await pause(300);
  }
}
