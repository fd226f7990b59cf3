import { IMPORT_LIMITS } from '#lib/domain/imports/import.ts';
import { ACCEPTED_PICTURES, MAX_PICTURE_BYTES } from '#lib/domain/pictures/picture.ts';
import { typedText } from '#lib/domain/typed-values.ts';
import { findZipFile, type ImportZip } from './import-zip.ts';

/** Where pictures may come from. */
export type PicturePlaces = {
  /** The ZIP that came with the CSV file. */
  zip: ImportZip | null;
  /** The origin of this shop's own URLs. */
  shop: string;
  /** Whether the host allows http, in networks of their own. */
  allowsHttp: boolean;
};

type Found = { identity: string } & ({ url: string } | { entry: string } | { own: string });

const STORED = /^\/media\/([0-9a-f]{64})-\d{1,4}\.(?:webp|avif)$/;

/** The picture that a cell names, or a sentence that says why there is none. */
export function findPicture(name: string, places: PicturePlaces): Found | string {
  const shown = `“${typedText(name, 100)}”`;
  if (/^https?:\/\//i.test(name)) return findByUrl(name, shown, places);
  const { zip } = places;
  if (!zip)
    return `${shown} is no URL that begins with https://. To send files, put them into a ZIP with the CSV file.`;
  const entry = findZipFile(zip, name);
  if (!entry) return `${shown} is not in the ZIP.`;
  if (entry.uncompressedSize > MAX_PICTURE_BYTES) return `${shown} is too large; please use ${ACCEPTED_PICTURES}.`;
  return { entry: entry.fileName, identity: `${entry.crc32} ${entry.uncompressedSize}` };
}

/** Where its name leads is checked when it is fetched. */
function findByUrl(name: string, shown: string, { shop, allowsHttp }: PicturePlaces): Found | string {
  if (name.length > IMPORT_LIMITS.url || !URL.canParse(name)) return `${shown} is no URL that can be read.`;
  const url = new URL(name);
  if (url.username || url.password) return `${shown}: leave the username and password out of the URL.`;
  const own = url.origin === shop && STORED.exec(url.pathname)?.[1];
  if (own) return { own, identity: own };
  const isSecure = url.protocol === 'https:' && url.port === '';
  if (!isSecure && !allowsHttp)
    return `${shown}: the URL of a picture has to begin with https:// and use its usual port, 443.`;
  url.hash = '';
  return { url: url.href, identity: url.href };
}
