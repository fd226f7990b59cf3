import { refuseFile } from './import.ts';

const SAVE_AS_UTF8 =
  'Save it again as “CSV UTF-8”: in Excel by Save As, in LibreOffice by Edit filter settings, Numbers and Google Sheets do it by themselves.';

/**
 * The text of a CSV file. Only UTF-8 is read, with or without a byte order mark: another encoding would turn ö into Ã¶ without
 * anybody noticing.
 * @throws {RefusedImport} with a sentence about the encoding
 */
export function decodeCsv(bytes: Uint8Array): string {
  if (bytes.length === 0) throw refuseFile('This file is empty.');
  if (isUtf16(bytes)) throw refuseFile(`This file is in UTF-16. ${SAVE_AS_UTF8}`);
  try {
    // Takes the byte order mark off.
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    if (!text.includes('\0')) return text;
  } catch {
    throw refuseFile(`This file is not in UTF-8, perhaps in Latin-1 (Windows-1252). ${SAVE_AS_UTF8}`);
  }
  throw refuseFile('This is not a CSV file. Save the table as CSV, or send a ZIP with the CSV file and the pictures.');
}

/** By its byte order mark, or by the zero in every other byte of Latin letters. */
function isUtf16([first, second, third, fourth]: Uint8Array): boolean {
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)) return true;
  return (first === 0 && third === 0) || (second === 0 && fourth === 0);
}
