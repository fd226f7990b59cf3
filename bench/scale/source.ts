import { type CatalogueWork, parseCatalogueLine } from '../../cli/import/catalogue-line.ts';
import { readLines } from '../../cli/import/read-lines.ts';
import { inventWorks } from './invent-works.ts';
import { randomOf } from './random.ts';
import { type Source, shuffled } from './vary-work.ts';

const INVENTED = 20_000;

/**
 * The works of `file`, a catalogue as cli/import/catalogue-line.ts describes it, or invented ones.
 * @throws {CatalogueFileError} if the file cannot be read.
 */
export async function loadSource(file: string | undefined): Promise<Source & { name: string }> {
  const works = file === undefined ? inventWorks(INVENTED) : await readWorks(file);
  const name = `${works.length.toLocaleString('en')} works ${file === undefined ? 'invented' : `of ${file}`}`;
  return { works, artists: [...new Set(works.map(({ artist }) => artist))], name };
}

async function readWorks(file: string): Promise<CatalogueWork[]> {
  const works = new Map<string, CatalogueWork>();
  for await (const line of readLines(file)) {
    const parsed = parseCatalogueLine(line);
    if ('work' in parsed) works.set(parsed.work.acno, parsed.work);
  }
  // A catalogue is sorted by artist, and any part of it should resemble the whole.
  return shuffled([...works.values()], randomOf(0));
}
