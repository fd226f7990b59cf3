import type { FoundImport } from './find-imports.ts';
import { LAYERS, PURE_FOLDERS, RESTRICTED_PACKAGES } from './layers.ts';
import type { ImportTarget } from './resolve-import.ts';

/** An import and the file that holds it. */
export interface CrossingImport extends FoundImport {
  from: string;
  target: ImportTarget;
}

const lies = (file: string, folders: readonly string[]) =>
  folders.some((folder) => folder === '*' || file === folder || file.startsWith(`${folder}/`));

/** The row of the table that a file stands in: the longest that fits. */
function roomOf(file: string): string | undefined {
  return Object.keys(LAYERS)
    .filter((folder) => lies(file, [folder]))
    .sort((a, b) => b.length - a.length)[0];
}

/** The rule that this import breaks, in words, or null. */
export function violatedRule(crossing: CrossingImport): string | null {
  const { from, target } = crossing;
  const room = roomOf(from);
  if (room === undefined) return `${folderOf(from)} has no row in dev/borders/layers.ts: give it its floor`;
  if (lies(room, ['tests'])) return null;
  if (target === 'node')
    return lies(room, PURE_FOLDERS) ? `${room} holds pure rules and imports nothing of Node` : null;
  if ('packageName' in target) return brokenDoor(crossing, room, target.packageName);
  if (lies(target.file, ['prisma/generated'])) return brokenDoor(crossing, room, 'prisma/generated');
  return brokenBorder(room, target.file) ?? brokenWriting(crossing, target.file);
}

function brokenDoor({ from, typeOnly }: CrossingImport, room: string, packageName: string): string | null {
  if (lies(room, PURE_FOLDERS)) return `${room} holds pure rules and imports no package`;
  const door = RESTRICTED_PACKAGES.find(({ packages }) => packages.includes(packageName));
  if (!door || lies(from, door.at) || (door.typesAnywhere && typeOnly)) return null;
  return `only ${list(door.at)} may import ${packageName}${door.typesAnywhere ? ' (its types anywhere)' : ''}`;
}

function brokenBorder(room: string, file: string): string | null {
  const rules = LAYERS[room];
  const other = roomOf(file);
  if (rules === undefined || other === room) return null;
  if (other === undefined) return `${room} may not import ${folderOf(file)}, which has no row in dev/borders/layers.ts`;
  const { floor, onlyFor } = LAYERS[other] ?? { floor: 0 };
  if (onlyFor && !lies(room, onlyFor)) return `${other} is used by ${list(onlyFor)} alone`;
  if (lies(other, rules.may)) return null;
  if (floor > rules.floor) return `${room} may not import ${other}, which stands above it: arrows run only down`;
  return `${room} may not import ${other}; beside itself it may import ${list(rules.may) || 'nothing'}`;
}

const WITH_NAMES = ['app', 'components', 'lib', 'server', 'worker', 'cli', 'demo'];

/** Inside the product a folder of lib or components is entered by its name, so that moving a file breaks no path of dots. */
function brokenWriting({ from, specifier }: CrossingImport, file: string): string | null {
  const enters = lies(file, ['lib', 'components', 'server']) && folderOf(file) !== folderOf(from);
  if (!enters || !specifier.startsWith('.') || !lies(from, WITH_NAMES)) return null;
  return `write #${file}: no path of dots leads into another folder of lib or components`;
}

/** The folder of a noun, or a file that is one by itself: two names deep in lib and components, one elsewhere. */
const folderOf = (file: string) =>
  file
    .split('/')
    .slice(0, lies(file, ['lib', 'components']) ? 2 : 1)
    .join('/');

const list = (names: readonly string[]) => new Intl.ListFormat('en', { type: 'conjunction' }).format(names);
