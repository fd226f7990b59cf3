import { readFileSync } from 'node:fs';
import path from 'node:path';

/** A directive of nginx's configuration, such as `limit_req zone=a burst=1;`, or a block, such as `location / { … }`. */
export type Directive = { name: string; args: string[]; block: Directive[] | null };

const TOKEN =
  /\s*(?:#[^\n]*|"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)'|([;{}])|((?:\\.|\$\{\w+\}|[^\s;{}"'#])(?:\\.|\$\{\w+\}|[^\s;{}])*))/gy;
/** Where deploy/nginx.conf says that the repository is. */
const REPOSITORY = /^\/srv\/makeyourspace\/app\//;

/** @throws if a quote or a brace is not closed. */
export function parseNginx(text: string): Directive[] {
  const tokens: { text: string; isMark: boolean }[] = [];
  TOKEN.lastIndex = 0;
  const end = text.trimEnd().length;
  while (TOKEN.lastIndex < end) {
    const at = TOKEN.lastIndex;
    const found = TOKEN.exec(text);
    if (!found) throw new Error(`cannot be read: ${text.slice(at, at + 60)}`);
    const [, double, single, mark, word] = found;
    const token = double ?? single ?? mark ?? word;
    if (token !== undefined) tokens.push({ text: token, isMark: mark !== undefined });
  }
  let next = 0;
  function block(isInner: boolean): Directive[] {
    const directives: Directive[] = [];
    let words: string[] = [];
    for (let token = tokens[next++]; token; token = tokens[next++]) {
      if (!token.isMark) words.push(token.text);
      else if (token.text === '}') {
        if (!isInner || words.length > 0) throw new Error(`} comes too early, after ${words.join(' ')}`);
        return directives;
      } else {
        const [name = '', ...args] = words;
        words = [];
        directives.push({ name, args, block: token.text === '{' ? block(true) : null });
      }
    }
    if (isInner || words.length > 0) throw new Error('the end is missing');
    return directives;
  }
  return withIncludes(block(false));
}

function withIncludes(directives: Directive[]): Directive[] {
  return directives.flatMap((directive) => {
    const [file = ''] = directive.args;
    if (directive.name === 'include' && REPOSITORY.test(file))
      return parseNginx(readFileSync(path.resolve(file.replace(REPOSITORY, '')), 'utf8'));
    return [directive.block ? { ...directive, block: withIncludes(directive.block) } : directive];
  });
}
