import { spawnSync } from 'node:child_process';

/** Debian installs it in a folder that an ordinary user's PATH may lack. */
const PROGRAMS = ['nginx', '/usr/sbin/nginx', '/usr/local/bin/nginx', '/opt/homebrew/bin/nginx'];

const find = () => PROGRAMS.find((name) => spawnSync(name, ['-v']).status === 0);

/** The system's nginx, or Debian's package, which is installed here if this runs as root; null if there is none. */
export function nginxProgram(): string | null {
  const found = find();
  if (found || process.getuid?.() !== 0) return found ?? null;
  // Run level 1 keeps the package from starting its own server.
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1' };
  const apt = (...args: string[]) => spawnSync('apt-get', args, { env, stdio: 'ignore' }).status === 0;
  if (!apt('--version')) return null;
  console.log('… Installing nginx with apt-get');
  const install = () => apt('install', '-y', '--no-install-recommends', 'nginx-light');
  if (!install()) apt('update') && install();
  return find() ?? null;
}
