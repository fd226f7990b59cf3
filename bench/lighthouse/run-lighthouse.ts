import { chromium } from 'playwright';
import { chromiumProgram } from '../../dev/chromium.ts';
import { freePort } from '../../dev/free-port.ts';
import { type LighthouseResult, loadLighthouse } from './load-lighthouse.ts';

export const SCORES = ['performance', 'accessibility', 'best-practices', 'seo'] as const;

/** Scores from 0 to 100; times in ms on the simulated phone; `failed`: the audits that cost points. */
export type Report = Record<(typeof SCORES)[number], number> & {
  lcp: number;
  cls: number;
  tbt: number;
  failed: string[];
};

const FLAGS = ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking'];

/**
 * One run with Lighthouse's mobile preset, in a new browser.
 * @throws if the page could not be measured.
 */
export async function runLighthouse(url: string): Promise<Report> {
  const lighthouse = await loadLighthouse();
  const port = await freePort();
  const browser = await chromium.launch({
    executablePath: chromiumProgram(),
    args: [...FLAGS, `--remote-debugging-port=${port}`],
  });
  try {
    const result = await lighthouse(url, { port, logLevel: 'error', output: 'json' });
    if (!result || result.lhr.runtimeError) throw new Error(`${url}: ${result?.lhr.runtimeError?.message}`);
    return readReport(result.lhr);
  } finally {
    await browser.close();
  }
}

function readReport({ categories, audits }: LighthouseResult): Report {
  const score = (name: string) => Math.round((categories[name]?.score ?? Number.NaN) * 100);
  const value = (name: string) => audits[name]?.numericValue ?? Number.NaN;
  const refs = SCORES.flatMap((name) => categories[name]?.auditRefs ?? []).filter(({ weight }) => weight > 0);
  const failed = refs.filter(({ id }) => (audits[id]?.score ?? 1) < 0.9);
  return {
    performance: score('performance'),
    accessibility: score('accessibility'),
    'best-practices': score('best-practices'),
    seo: score('seo'),
    lcp: value('largest-contentful-paint'),
    cls: value('cumulative-layout-shift'),
    tbt: value('total-blocking-time'),
    failed: failed.map(({ id }) => `${id} (${audits[id]?.displayValue ?? audits[id]?.title})`),
  };
}
