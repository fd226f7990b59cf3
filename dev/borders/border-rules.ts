import type { FoundImport } from './find-imports.ts';
import type { ImportTarget } from './resolve-import.ts';
import { DOORS, HOUSE, PURE } from './table.ts';

/** An import and the file that holds it. */
export interface Crossing extends FoundImport {
  from: string;
  target: ImportTarget;
}

const lies = (file: string, folders: readonly string[]) =>
  folders.some((folder) => folder === '*' || file === folder || file.startsWith(`${folder}/`));

/** The row of the table that a file stands in: the longest that fits. */
function roomOf(file: string): string | undefined {
  return Object.keys(HOUSE)
    .filter((folder) => lies(file, [folder]))
    .sort((a, b) => b.length - a.length)[0];
}

/** The rule that this import breaks, in words, or null. */
export function brokenRule(crossing: Crossing): string | null {
  const { from, target } = crossing;
  const room = roomOf(from);
  if (room === undefined) return `${folderOf(from)} has no row in dev/borders/table.ts: give it its floor`;
  if (lies(room, ['tests'])) return null;
  if (target === 'node') return lies(room, PURE) ? `${room} holds pure rules and imports nothing of Node` : null;
  if ('packageName' in target) return brokenDoor(crossing, room, target.packageName);
  if (lies(target.file, ['prisma/generated'])) return brokenDoor(crossing, room, 'prisma/generated');
  return brokenBorder(room, target.file) ?? brokenWriting(crossing, target.file);
}

function brokenDoor({ from, typeOnly }: Crossing, room: string, packageName: string): string | null {
  if (lies(room, PURE)) return `${room} holds pure rules and imports no package`;
  const door = DOORS.find(({ packages }) => packages.includes(packageName));
  if (!door || lies(from, door.at) || (door.typesAnywhere && typeOnly)) return null;
  return `only ${list(door.at)} may import ${packageName}${door.typesAnywhere ? ' (its types anywhere)' : ''}`;
}

function brokenBorder(room: string, file: string): string | null {
  const rules = HOUSE[room];
  const other = roomOf(file);
  if (rules === undefined || other === room) return null;
  if (other === undefined) return `${room} may not import ${folderOf(file)}, which has no row in dev/borders/table.ts`;
  const { floor, onlyFor } = HOUSE[other] ?? { floor: 0 };
  if (onlyFor && !lies(room, onlyFor)) return `${other} is used by ${list(onlyFor)} alone`;
  if (lies(other, rules.may)) return null;
  if (floor > rules.floor) return `${room} may not import ${other}, which stands above it: arrows run only down`;
  return `${room} may not import ${other}; beside itself it may import ${list(rules.may) || 'nothing'}`;
}

const WITH_NAMES = ['app', 'components', 'lib', 'worker'];

/** Inside the product a folder of lib or components is entered by its name, so that moving a file breaks no path of dots. */
function brokenWriting({ from, specifier }: Crossing, file: string): string | null {
  const enters = lies(file, ['lib', 'components']) && folderOf(file) !== folderOf(from);
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
