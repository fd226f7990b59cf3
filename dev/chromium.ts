import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chromium } from 'playwright';

const SYSTEM = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

/**
 * A Chromium for browser tests and measurements: the system's, or Playwright's own where it was downloaded, or
 * Debian's package, which root installs here.
 * @throws when there is none, with the command that gets one.
 */
export function chromiumProgram(): string {
  const found = [...SYSTEM, chromium.executablePath()].find((file) => existsSync(file));
  if (found) return found;
  if (process.getuid?.() === 0) {
    console.log('… installing Chromium from the system’s packages');
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    const apt = (...args: string[]) => spawnSync('apt-get', args, { env, stdio: 'ignore' }).status === 0;
    const add = () => apt('install', '-y', '--no-install-recommends', 'chromium');
    if ((add() || (apt('update') && add())) && existsSync('/usr/bin/chromium')) return '/usr/bin/chromium';
  }
  throw new Error(
    'The browser tests need Chromium: `sudo apt-get install chromium`, or `npx playwright install chromium`.',
  );
}
