import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync, mkdirSync, readdirSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import { CliError } from '../terminal.ts';

/** The program, and the libraries that it needs besides the system's. */
export type RedisProgram = { file: string; libraries: string | undefined };

const NAMES = ['redis-server', 'valkey-server'];

/**
 * Finds redis-server or valkey-server, or downloads the Debian or Ubuntu package. Root installs it; other users unpack
 * it into their own cache folder, which changes nothing in the system.
 * @throws {CliError} with the install command for this system.
 */
export function redisProgram(): RedisProgram {
  const found = onPath() ?? unpacked();
  if (found) return found;
  const hasApt = succeeds('apt-get', ['--version']) && succeeds('dpkg', ['--version']);
  if (hasApt) {
    console.log('… Downloading Redis with apt-get');
    const program = process.getuid?.() === 0 ? install() : unpack();
    if (program) return program;
  }
  throw new CliError(`Redis is missing: ${installCommand()}, or set REDIS_URL to one that is running.`);
}

function installCommand(): string {
  if (process.platform === 'darwin') return 'install it with `brew install redis`';
  if (process.platform === 'win32') return 'run this inside WSL';
  for (const [tool, command] of [
    ['dnf', 'sudo dnf install redis'],
    ['apk', 'sudo apk add redis'],
    ['pacman', 'sudo pacman -S redis'],
  ] as const) {
    if (succeeds(tool, ['--version'])) return `install it with \`${command}\``;
  }
  return 'install it with `sudo apt-get install redis-server`';
}

const succeeds = (command: string, args: string[]) => spawnSync(command, args, { stdio: 'ignore' }).status === 0;

function isProgram(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function onPath(): RedisProgram | null {
  // Also the package managers' folders, which an ordinary user's PATH may lack.
  const folders = [
    ...(process.env.PATH ?? '').split(path.delimiter),
    '/usr/bin',
    '/usr/sbin',
    '/usr/local/bin',
    '/opt/homebrew/bin',
  ];
  const files = NAMES.flatMap((name) => folders.filter(Boolean).map((folder) => path.join(folder, name)));
  const file = files.find(isProgram);
  return file ? { file, libraries: undefined } : null;
}

function install(): RedisProgram | null {
  // Run level 1 keeps the package from starting its own server.
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1' };
  const apt = (...args: string[]) => spawnSync('apt-get', args, { env, stdio: 'ignore' }).status === 0;
  const aptInstall = () => apt('install', '-y', '--no-install-recommends', 'redis-server');
  if (!aptInstall()) apt('update') && aptInstall();
  return onPath();
}

const cacheFolder = () =>
  path.join(process.env.XDG_CACHE_HOME || path.join(homedir(), '.cache'), 'makeyourspace', 'redis');

function unpacked(): RedisProgram | null {
  const folder = path.join(cacheFolder(), 'root');
  const file = path.join(folder, 'usr/bin/redis-server');
  if (!existsSync(file)) return null;
  const library = path.join(folder, 'usr/lib');
  const libraries = existsSync(library)
    ? readdirSync(library)
        .filter((name) => name.endsWith('-linux-gnu'))
        .map((name) => path.join(library, name))
    : [];
  return { file, libraries: libraries.join(':') || undefined };
}

function unpack(): RedisProgram | null {
  const cache = cacheFolder();
  const debs = path.join(cache, 'debs');
  for (const folder of [debs, path.join(cache, 'lists/partial'), path.join(cache, 'archives/partial')])
    mkdirSync(folder, { recursive: true });
  // The system's package lists may be missing, and only root may update them, so this uses its own.
  const own = ['-o', `Dir::State::lists=${cache}/lists`, '-o', `Dir::Cache=${cache}`, '-o', 'Debug::NoLocking=1'];
  const run = (command: string, args: string[]) => spawnSync(command, args, { cwd: debs, encoding: 'utf8' });
  if (run('apt-get', [...own, 'update']).status !== 0) return null;
  const depends = run('apt-cache', [
    ...own,
    'depends',
    '--recurse',
    '--no-recommends',
    '--no-suggests',
    '--no-conflicts',
    '--no-breaks',
    '--no-replaces',
    '--no-enhances',
    'redis-server',
    'redis-tools',
  ]);
  const packages = new Set(depends.stdout.split('\n').filter((line) => /^[a-z0-9]/.test(line)));
  const missing = [...packages].filter(
    (name) =>
      ['redis-server', 'redis-tools'].includes(name) || (name.startsWith('lib') && !succeeds('dpkg', ['-s', name])),
  );
  if (run('apt-get', [...own, 'download', ...missing]).status !== 0) return null;
  for (const deb of readdirSync(debs)) run('dpkg', ['-x', deb, path.join(cache, 'root')]);
  return unpacked();
}
