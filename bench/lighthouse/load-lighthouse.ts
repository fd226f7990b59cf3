import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { CliError } from '../../dev/terminal.ts';

const VERSION = '13.5.0';
/** In node_modules, so git ignores it and the next `npm ci` removes it. */
const FOLDER = 'node_modules/.bench/lighthouse';

/** The part of Lighthouse's result (`LH.Result`) that is used. */
export type LighthouseResult = {
  runtimeError?: { message: string };
  categories: Record<string, { score: number | null; auditRefs: { id: string; weight: number }[] }>;
  audits: Record<string, { score: number | null; title: string; displayValue?: string; numericValue?: number }>;
};
type Lighthouse = (
  url: string,
  flags: { port: number; logLevel: 'error'; output: 'json' },
) => Promise<{ lhr: LighthouseResult } | undefined>;

/**
 * Loads Lighthouse. With its dependencies it is 140 MB that only this bench needs, so the first run installs it.
 * @throws {CliError} if npm cannot install it.
 */
export async function loadLighthouse(): Promise<Lighthouse> {
  const manifest = path.resolve(FOLDER, 'package.json');
  const isInstalled =
    existsSync(path.join(FOLDER, 'node_modules/lighthouse')) && readFileSync(manifest, 'utf8').includes(VERSION);
  if (!isInstalled) {
    console.log(`… Installing Lighthouse ${VERSION}`);
    mkdirSync(FOLDER, { recursive: true });
    writeFileSync(manifest, JSON.stringify({ private: true, dependencies: { lighthouse: VERSION } }));
    const args = ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
    const { status } = spawnSync('npm', args, { cwd: FOLDER, stdio: 'inherit' });
    if (status !== 0) throw new CliError('Lighthouse could not be installed; the lines above say why.');
  }
  const { default: lighthouse } = await import(pathToFileURL(createRequire(manifest).resolve('lighthouse')).href);
  return lighthouse;
}
