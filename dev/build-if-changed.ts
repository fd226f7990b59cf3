import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, globSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { endWithParent, exitReason } from './processes/child-processes.ts';
import { acquireLock } from './processes/process-lock.ts';
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

/** Builds the web pages unless the last build used the same sources. Two starts at the same time build once. */
export async function buildIfChanged(): Promise<void> {
  const stamp = 'node_modules/.built-from';
  const sources = sourcesHash();
  // Includes the build's own id: someone may have run `next build` on other sources since.
  const currentStamp = () => `${sources} ${existsSync(BUILD_ID) ? readFileSync(BUILD_ID, 'utf8') : ''}`;
  const isBuilt = () => existsSync(BUILD_ID) && existsSync(stamp) && readFileSync(stamp, 'utf8') === currentStamp();
  if (isBuilt()) return;
  const release = await waitForLock('node_modules/.building');
  try {
    if (isBuilt()) return;
    await step('Build', () => build(), { long: true });
    writeFileSync(stamp, currentStamp());
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
  // Stopping does not wait for a build: the build ends with this process.
  endWithParent(child);
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (data) => {
      output += data;
    });
  }
  const reason = await exitReason(child);
  if (reason !== 'code 0') throw new CliError(`The build failed (${reason}):\n${output}`);
}

async function waitForLock(file: string): Promise<() => void> {
  for (let waited = false; ; waited = true) {
    const { heldBy, release } = acquireLock(file);
    if (heldBy === null) return release;
    if (!waited) console.log('… Waiting for another start that is building');
    await pause(300);
  }
}
