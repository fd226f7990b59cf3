import type { FoundImport } from './find-imports.ts';
import { LAYERS, PURE_FOLDERS, RESTRICTED_PACKAGES } from './layers.ts';
import type { ImportTarget } from './resolve-import.ts';

/** An import and the file that contains it. */
export interface CrossingImport extends FoundImport {
  from: string;
  target: ImportTarget;
}

const isInside = (file: string, folders: readonly string[]) =>
  folders.some((folder) => folder === '*' || file === folder || file.startsWith(`${folder}/`));

/** The key of a file's row in LAYERS: the longest one that matches. */
function layerOf(file: string): string | undefined {
  return Object.keys(LAYERS)
    .filter((folder) => isInside(file, [folder]))
    .sort((a, b) => b.length - a.length)[0];
}

/** The rule that this import breaks, as a sentence, or null. */
export function violatedRule(crossing: CrossingImport): string | null {
  const { from, target } = crossing;
  const layer = layerOf(from);
  if (layer === undefined) return `${folderOf(from)} has no row in dev/borders/layers.ts: give it its level`;
  if (isInside(layer, ['tests'])) return null;
  if (target === 'node')
    return isInside(layer, PURE_FOLDERS) ? `${layer} holds pure rules and imports nothing of Node` : null;
  if ('packageName' in target) return packageViolation(crossing, layer, target.packageName);
  if (isInside(target.file, ['prisma/generated'])) return packageViolation(crossing, layer, 'prisma/generated');
  return layerViolation(layer, target.file) ?? specifierViolation(crossing, target.file);
}

function packageViolation({ from, typeOnly }: CrossingImport, layer: string, packageName: string): string | null {
  if (isInside(layer, PURE_FOLDERS)) return `${layer} holds pure rules and imports no package`;
  const restriction = RESTRICTED_PACKAGES.find(({ packages }) => packages.includes(packageName));
  if (!restriction || isInside(from, restriction.at) || (restriction.typesAnywhere && typeOnly)) return null;
  return `only ${list(restriction.at)} may import ${packageName}${restriction.typesAnywhere ? ' (its types anywhere)' : ''}`;
}

function layerViolation(layer: string, file: string): string | null {
  const rules = LAYERS[layer];
  const other = layerOf(file);
  if (rules === undefined || other === layer) return null;
  if (other === undefined)
    return `${layer} may not import ${folderOf(file)}, which has no row in dev/borders/layers.ts`;
  const { level, onlyFor } = LAYERS[other] ?? { level: 0 };
  if (onlyFor && !isInside(layer, onlyFor)) return `${other} may be imported by ${list(onlyFor)} only`;
  if (isInside(other, rules.may)) return null;
  if (level > rules.level) return `${layer} may not import ${other}, which is on a higher level: imports only go down`;
  return `${layer} may not import ${other}; besides itself it may import ${list(rules.may) || 'nothing'}`;
}

/** Folders whose files write imports from another folder with the name in package.json's `imports`. */
const WITH_SUBPATH_IMPORTS = ['app', 'components', 'lib', 'server', 'worker', 'cli', 'demo'];

/** Relative paths into another folder break when a file moves; `#lib/…` does not. */
function specifierViolation({ from, specifier }: CrossingImport, file: string): string | null {
  const leavesFolder = isInside(file, ['lib', 'components', 'server']) && folderOf(file) !== folderOf(from);
  if (!leavesFolder || !specifier.startsWith('.') || !isInside(from, WITH_SUBPATH_IMPORTS)) return null;
  return `write #${file}: no relative path leads into another folder of lib, components or server`;
}

/** The folder that counts as one: two names deep in lib and components (or a single file there), one elsewhere. */
const folderOf = (file: string) =>
  file
    .split('/')
    .slice(0, isInside(file, ['lib', 'components']) ? 2 : 1)
    .join('/');

const list = (names: readonly string[]) => new Intl.ListFormat('en', { type: 'conjunction' }).format(names);
