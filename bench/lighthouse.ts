import { parseArgs } from 'node:util';
import { CliError, step } from '../dev/terminal.ts';
import { type Report, runLighthouse, SCORES } from './lighthouse/run-lighthouse.ts';
import { percentile } from './scale/statistics.ts';
import { startBareApp } from './shop/bare-server.ts';
import { measuredShop } from './shop/measured-shop.ts';

/** What is aimed at; the blocking time as a multiple of the bare page's, for it depends on the machine. */
const AIMS = { performance: 98, others: 100, lcp: 1_500, cls: 0, tbtOfBare: 1.3 };

const BARE = 'bare page';

/**
 * Lighthouse, with its simulated phone, on each kind of page with the pictures of the demo gallery, and on a bare cached
 * Next page of the same size, by turns. Prints the median of the runs.
 */
export async function benchLighthouse(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: { url: { type: 'string' }, runs: { type: 'string', default: '5' }, only: { type: 'string' } },
  });
  const runs = Number(values.runs);
  if (!Number.isInteger(runs) || runs < 1) throw new CliError('--runs is a whole number from 1 on.');
  const { url } = await measuredShop(values.url);
  const only = values.only?.split(',');
  const pages = Object.entries(await pagesOf(url)).filter(([name]) => !only || only.includes(name));
  const home = await (await fetch(url)).arrayBuffer();
  const bare = await startBareApp();
  pages.push([BARE, await bare.page(home.byteLength)]);
  const reports = new Map<string, Report[]>(pages.map(([name]) => [name, []]));
  for (let run = 1; run <= runs; run++) {
    for (const [name, address] of pages) {
      await step(`Run ${run} of ${runs}: ${name}`, async () => {
        // From the cache, as for all but the first visitor.
        for (let visit = 0; visit < 3; visit++) await (await fetch(address)).arrayBuffer();
        reports.get(name)?.push(await runLighthouse(address));
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
  if (!work) throw new CliError('The shop has no works to be looked at.');
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
  const median = (key: Exclude<keyof Report, 'lost'>) =>
    percentile(
      own.map((report) => report[key]),
      0.5,
    );
  const scores = Object.fromEntries(SCORES.map((name) => [name, median(name)])) as Record<
    (typeof SCORES)[number],
    number
  >;
  const lost = own.flatMap((report) => report.lost);
  return { ...scores, lcp: median('lcp'), cls: median('cls'), tbt: median('tbt'), lost: [...new Set(lost)] };
}

function print(reports: Map<string, Report>): void {
  const bare = reports.get(BARE)?.tbt ?? Number.NaN;
  const rows = [...reports].map(([name, { lcp, cls, tbt, lost: _, ...scores }]) => [
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
    for (const sentence of missed(name, report, bare)) console.log(sentence);
    if (report.lost.length > 0) console.log(`${name} lost points at ${report.lost.join(', ')}.`);
  }
  console.log(
    `The aims: performance ${AIMS.performance}, the others ${AIMS.others}, LCP below ${AIMS.lcp} ms, CLS ${AIMS.cls}, blocking time at most ${AIMS.tbtOfBare} of the bare page's.`,
  );
}

function missed(name: string, report: Report, bareTbt: number): string[] {
  const said: string[] = [];
  for (const score of SCORES) {
    const aim = score === 'performance' ? AIMS.performance : AIMS.others;
    if (report[score] < aim) said.push(`${name}: ${score} ${report[score]}, the aim is ${aim}.`);
  }
  if (report.lcp >= AIMS.lcp) said.push(`${name}: LCP ${Math.round(report.lcp)} ms, the aim is below ${AIMS.lcp}.`);
  if (report.cls > AIMS.cls) said.push(`${name}: CLS ${report.cls.toFixed(4)}, the aim is ${AIMS.cls}.`);
  if (report.tbt > AIMS.tbtOfBare * bareTbt) {
    said.push(
      `${name}: ${(report.tbt / bareTbt).toFixed(2)} of the bare page's blocking time, the aim is at most ${AIMS.tbtOfBare}.`,
    );
  }
  return said;
}
