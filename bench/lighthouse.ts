import { parseArgs } from 'node:util';
import { CliError, step } from '../dev/terminal.ts';
import { type Report, runLighthouse, SCORES } from './lighthouse/run-lighthouse.ts';
import { percentile } from './scale/statistics.ts';
import { startBareApp } from './shop/bare-server.ts';
import { measuredShop } from './shop/measured-shop.ts';

/** The blocking time is a multiple of the bare page's, because it depends on the machine. */
const TARGETS = { performance: 98, others: 100, lcp: 1_500, cls: 0, tbtOfBare: 1.3 };

const BARE = 'bare page';

/**
 * Runs Lighthouse with its simulated phone on each kind of page of the demo gallery and on a bare cached Next page of
 * the same size, alternately. Prints the median of the runs.
 */
export async function benchLighthouse(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: { url: { type: 'string' }, runs: { type: 'string', default: '5' }, only: { type: 'string' } },
  });
  const runs = Number(values.runs);
  if (!Number.isInteger(runs) || runs < 1) throw new CliError('--runs must be a whole number from 1.');
  const { url } = await measuredShop(values.url);
  const only = values.only?.split(',');
  const pages = Object.entries(await pagesOf(url)).filter(([name]) => !only || only.includes(name));
  const home = await (await fetch(url)).arrayBuffer();
  const bare = await startBareApp();
  pages.push([BARE, await bare.page(home.byteLength)]);
  const reports = new Map<string, Report[]>(pages.map(([name]) => [name, []]));
  for (let run = 1; run <= runs; run++) {
    for (const [name, pageUrl] of pages) {
      await step(`Run ${run} of ${runs}: ${name}`, async () => {
        // From the cache, as for everyone except the first visitor.
        for (let visit = 0; visit < 3; visit++) await (await fetch(pageUrl)).arrayBuffer();
        reports.get(name)?.push(await runLighthouse(pageUrl));
      });
    }
  }
  print(new Map([...reports].map(([name, own]) => [name, medians(own)])));
}

/** The gallery, its newest work, that work's artist, and a search for a word of its title. */
async function pagesOf(url: string): Promise<Record<string, string>> {
  const page: { posts: { slug: string; title: string; artist: { username: string } }[] } = await (
    await fetch(`${url}/api/posts`)
  ).json();
  const work = page.posts[0];
  if (!work) throw new CliError('The shop has no works.');
  const word = work.title.split(/\W+/).toSorted((one, other) => other.length - one.length)[0] ?? '';
  return {
    home: `${url}/`,
    work: `${url}/posts/${work.slug}`,
    artist: `${url}/artists/${work.artist.username}`,
    search: `${url}/search`,
    'search for a word': `${url}/search?q=${encodeURIComponent(word)}`,
  };
}

function medians(own: Report[]): Report {
  const median = (key: Exclude<keyof Report, 'failed'>) =>
    percentile(
      own.map((report) => report[key]),
      0.5,
    );
  const scores = Object.fromEntries(SCORES.map((name) => [name, median(name)])) as Record<
    (typeof SCORES)[number],
    number
  >;
  const failed = own.flatMap((report) => report.failed);
  return { ...scores, lcp: median('lcp'), cls: median('cls'), tbt: median('tbt'), failed: [...new Set(failed)] };
}

function print(reports: Map<string, Report>): void {
  const bare = reports.get(BARE)?.tbt ?? Number.NaN;
  const rows = [...reports].map(([name, { lcp, cls, tbt, failed: _, ...scores }]) => [
    name,
    {
      ...scores,
      'LCP ms': Math.round(lcp),
      CLS: Number(cls.toFixed(3)),
      'TBT ms': Math.round(tbt),
      'TBT to bare': Number((tbt / bare).toFixed(2)),
    },
  ]);
  console.table(Object.fromEntries(rows));
  for (const [name, report] of reports) {
    if (name === BARE) continue;
    for (const sentence of missedTargets(name, report, bare)) console.log(sentence);
    if (report.failed.length > 0) console.log(`${name} lost points for ${report.failed.join(', ')}.`);
  }
  console.log(
    `Targets: performance ${TARGETS.performance}, the other scores ${TARGETS.others}, LCP below ${TARGETS.lcp} ms, ` +
      `CLS ${TARGETS.cls}, blocking time at most ${TARGETS.tbtOfBare} times the bare page's.`,
  );
}

function missedTargets(name: string, report: Report, bareTbt: number): string[] {
  const sentences: string[] = [];
  for (const score of SCORES) {
    const target = score === 'performance' ? TARGETS.performance : TARGETS.others;
    if (report[score] < target) sentences.push(`${name}: ${score} ${report[score]}, target: ${target}.`);
  }
  if (report.lcp >= TARGETS.lcp)
    sentences.push(`${name}: LCP ${Math.round(report.lcp)} ms, target: below ${TARGETS.lcp}.`);
  if (report.cls > TARGETS.cls) sentences.push(`${name}: CLS ${report.cls.toFixed(4)}, target: ${TARGETS.cls}.`);
  if (report.tbt > TARGETS.tbtOfBare * bareTbt) {
    const times = (report.tbt / bareTbt).toFixed(2);
    sentences.push(`${name}: ${times} times the bare page's blocking time, target: at most ${TARGETS.tbtOfBare}.`);
  }
  return sentences;
}
