import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { atEnd } from '../shop/clean-up.ts';

/** Writes a Lua script for wrk, for as long as the measurement lasts. @returns its path. */
export function wrkScript(text: string): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'wrk-'));
  atEnd(async () => rmSync(folder, { recursive: true, force: true }));
  const file = path.join(folder, 'requests.lua');
  writeFileSync(file, text);
  return file;
}

/** A text in Lua, whatever is in it. */
export function luaText(text: string): string {
  return `"${[...Buffer.from(text)].map((byte) => `\\${String(byte).padStart(3, '0')}`).join('')}"`;
}
