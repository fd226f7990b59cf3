import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { onCleanUp } from '../shop/clean-up.ts';

/** Writes a Lua script for wrk, which is deleted at the end of the measurement. @returns its path. */
export function wrkScript(text: string): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'wrk-'));
  onCleanUp(async () => rmSync(folder, { recursive: true, force: true }));
  const file = path.join(folder, 'requests.lua');
  writeFileSync(file, text);
  return file;
}

/** Any text as a Lua string literal. */
export function luaText(text: string): string {
  return `"${[...Buffer.from(text)].map((byte) => `\\${String(byte).padStart(3, '0')}`).join('')}"`;
}
