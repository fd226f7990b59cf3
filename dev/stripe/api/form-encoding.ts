export type FormTree = { [key: string]: string | FormTree };

const MAX_DEPTH = 8;

/**
 * Decodes `a[b][0][c]=v` as `{ a: { b: { 0: { c: 'v' } } } }`. Every leaf is a string, and every array an object with
 * its indexes as keys (`a[]=v` uses the next index), because only the schema knows which keys are arrays. The objects
 * have no prototype, so no key is special.
 */
export function decodeForm(encoded: string): FormTree {
  const root = newTree();
  for (const [name, value] of new URLSearchParams(encoded)) insert(root, splitName(name), value);
  return root;
}

function insert(root: FormTree, path: string[], value: string): void {
  const last = path.pop();
  if (last === undefined) return;
  let tree = root;
  for (const key of path) {
    const next = tree[keyIn(tree, key)];
    if (typeof next === 'object') {
      tree = next;
    } else {
      const created = newTree();
      tree[keyIn(tree, key)] = created;
      tree = created;
    }
  }
  tree[keyIn(tree, last)] = value;
}

function keyIn(tree: FormTree, key: string): string {
  return key === '' ? String(Object.keys(tree).length) : key;
}

function splitName(name: string): string[] {
  const head = name.split('[', 1)[0] ?? '';
  const rest = [...name.slice(head.length).matchAll(/\[([^\]]*)\]/g)].map((match) => match[1] ?? '');
  return [head, ...rest].slice(0, MAX_DEPTH);
}

function newTree(): FormTree {
  return Object.create(null) as FormTree;
}
