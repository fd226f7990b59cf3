import { spawnSync } from 'node:child_process';

/** Debian keeps it where an ordinary user's PATH may not look. */
const PROGRAMS = ['nginx', '/usr/sbin/nginx', '/usr/local/bin/nginx', '/opt/homebrew/bin/nginx'];

const find = () => PROGRAMS.find((name) => spawnSync(name, ['-v']).status === 0);

/** The system's nginx, or Debian's package, which root installs here; null when there is none. */
export function nginxProgram(): string | null {
  const found = find();
  if (found || process.getuid?.() !== 0) return found ?? null;
  // Run level 1 keeps the package from starting a server of its own.
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1' };
  const apt = (...args: string[]) => spawnSync('apt-get', args, { env, stdio: 'ignore' }).status === 0;
  if (!apt('--version')) return null;
  console.log('… installing nginx from the system’s packages');
  const add = () => apt('install', '-y', '--no-install-recommends', 'nginx-light');
  if (!add()) apt('update') && add();
  return find() ?? null;
}
