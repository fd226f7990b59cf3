import { buffer } from 'node:stream/consumers';
import yauzl from 'yauzl';
import { IMPORT_LIMITS, refuseFile } from '#lib/domain/imports/import.ts';
import { typedText } from '#lib/domain/typed-values.ts';

/** An opened ZIP: its one CSV file, and its other files by their names. */
export type ImportZip = {
  csv: yauzl.Entry;
  zip: yauzl.ZipFile;
  /** By `nameIn`. */
  files: ReadonlyMap<string, yauzl.Entry>;
  /** By the ends of their paths, such as `b.png` and `a/b.png`; null where several files have the same. */
  endings: ReadonlyMap<string, yauzl.Entry | null>;
};

/** What systems add to a ZIP. */
const ADDED = /(^|\/)(__MACOSX\/|\.DS_Store$|Thumbs\.db$|desktop\.ini$|\._)/i;
/** PostgreSQL stores neither NUL nor halves of characters. */
const UNREADABLE = /[\p{Cc}\p{Cs}]/u;
const SYMBOLIC_LINK = 0xa000;
const FILE_TYPE = 0xf000;
/** So many parts of a path are in an ending at most, so that deep paths take no more memory. */
const ENDING_PARTS = 4;

/** Names are compared without case, and with accents in one form: systems write both differently. */
const nameIn = (name: string): string => name.normalize('NFC').toLowerCase();

/**
 * Opens a ZIP with one CSV file and pictures, without unpacking anything; the caller closes it.
 * @throws {RefusedImport} for one that is damaged or encrypted, that would unpack to much more than it is, or has names that lead
 * out of it, are there twice, or are links
 */
export async function openImportZip(path: string): Promise<ImportZip> {
  const zip = await yauzl
    .openPromise(path, { lazyEntries: true, autoClose: false, validateEntrySizes: true })
    .catch(() => null);
  if (!zip) throw refuseFile('This ZIP file is damaged or was not sent completely.');
  try {
    return { zip, ...(await listFiles(zip)) };
  } catch (error) {
    zip.close();
    throw error;
  }
}

async function listFiles(zip: yauzl.ZipFile): Promise<Omit<ImportZip, 'zip'>> {
  if (zip.entryCount > IMPORT_LIMITS.entries) throw refuseFile('There are too many files in this ZIP.');
  const files = new Map<string, yauzl.Entry>();
  let unpacked = 0;
  for await (const entry of entriesOf(zip)) {
    if (entry.fileName.endsWith('/') || ADDED.test(entry.fileName)) continue;
    requireHonest(entry);
    unpacked += entry.uncompressedSize;
    if (unpacked > IMPORT_LIMITS.unpackedBytes) throw refuseFile('The content of this ZIP is too large.');
    const name = nameIn(entry.fileName);
    if (files.has(name)) throw refuseFile(`${quoted(entry)} is in this ZIP twice.`);
    files.set(name, entry);
  }
  const [csv, another] = [...files].filter(([name]) => name.endsWith('.csv'));
  if (!csv) throw refuseFile('There is no CSV file in this ZIP: its name has to end with .csv.');
  if (another) throw refuseFile('There are several CSV files in this ZIP. Keep one of them.');
  files.delete(csv[0]);
  return { csv: csv[1], files, endings: indexEndings(files) };
}

/** Made once, because a row may name what is not there, and there are thousands of rows and files. */
export function indexEndings(files: ImportZip['files']): ImportZip['endings'] {
  const endings = new Map<string, yauzl.Entry | null>();
  for (const [path, entry] of files) {
    let slash = path.length;
    for (let parts = 0; parts < ENDING_PARTS && slash > 0; parts++) {
      slash = path.lastIndexOf('/', slash - 1);
      const ending = path.slice(slash + 1);
      endings.set(ending, endings.has(ending) ? null : entry);
    }
  }
  return endings;
}

/** yauzl itself refuses absolute names and those with `..`. */
async function* entriesOf(zip: yauzl.ZipFile): AsyncGenerator<yauzl.Entry> {
  const entries = zip.eachEntry();
  for (;;) {
    const { value, done } = await entries.next().catch((error: Error) => {
      if (/relative path|absolute path|invalid characters/.test(error.message))
        throw refuseFile('A name in this ZIP leads out of it, which no honest ZIP has.');
      if (/encrypt/.test(error.message)) throw refuseFile(ENCRYPTED);
      throw refuseFile('This ZIP file is damaged.');
    });
    if (done) return;
    yield value;
  }
}

const ENCRYPTED = 'This ZIP is encrypted. Please make one without a password.';
const quoted = ({ fileName }: yauzl.Entry) => `“${typedText(fileName, 100)}”`;

function requireHonest(entry: yauzl.Entry): void {
  if (UNREADABLE.test(entry.fileName)) throw refuseFile(`The name ${quoted(entry)} in this ZIP cannot be read.`);
  if (entry.isEncrypted()) throw refuseFile(ENCRYPTED);
  if (!entry.canDecodeFileData()) throw refuseFile(`${quoted(entry)} is packed in a way that cannot be read here.`);
  if (((entry.externalFileAttributes >>> 16) & FILE_TYPE) === SYMBOLIC_LINK)
    throw refuseFile(`${quoted(entry)} is a link and not a file.`);
}

/** The bytes of the CSV file. @throws {RefusedImport} */
export async function readZipCsv({ zip, csv }: ImportZip): Promise<Buffer> {
  if (csv.uncompressedSize > IMPORT_LIMITS.csvBytes) throw refuseFile(CSV_TOO_LARGE);
  try {
    // Ends with an error if there is more than the entry says.
    return await buffer(await zip.openReadStreamPromise(csv));
  } catch {
    throw refuseFile(`${quoted(csv)} in this ZIP is damaged.`);
  }
}

export const CSV_TOO_LARGE = `The CSV file is larger than ${IMPORT_LIMITS.csvBytes / 1024 / 1024} MB. Please divide it.`;

/** The file that a row names: by its path from the CSV file or from the top, or by the end of it where only one has that. */
export function findZipFile({ csv, files, endings }: Omit<ImportZip, 'zip'>, name: string): yauzl.Entry | null {
  const wanted = nameIn(name.replaceAll('\\', '/').replace(/^\.\//, ''));
  const folder = nameIn(csv.fileName.slice(0, csv.fileName.lastIndexOf('/') + 1));
  return files.get(folder + wanted) ?? files.get(wanted) ?? endings.get(wanted) ?? null;
}
