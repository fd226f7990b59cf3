import type { Statement } from '../record-statements.ts';
import { hexOf } from '../shop/works.ts';

/** A script for pgbench, and its variables in addition to first, each and i. */
export type PgbenchScript = { text: string; variables: Record<string, string> };

/** Each connection counts up from its own start, so that no two transactions use the same number. */
const NEXT_NUMBER = ['\\set n :first + :client_id * :each + :i', '\\set i :i + 1'];
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/**
 * The one transaction among `statements` as a script for other numbers: where a value contains `number` in
 * hexadecimal, as the ids of bench/shop/works.ts do, the script inserts its own number. The limit is therefore always
 * measured with the product's current statements.
 */
export function pgbenchScript(statements: readonly Statement[], number: number): PgbenchScript {
  const variables: Record<string, string> = {};
  const begin = statements.findIndex(({ text }) => /^\s*begin\b/i.test(text));
  const end = statements.findIndex(({ text }, index) => index > begin && /^\s*commit\b/i.test(text));
  if (begin < 0 || end < 0) throw new Error('these statements contain no transaction');
  const lines = statements.slice(begin, end + 1).map(({ text, values }, index) => {
    const written = values.map((value, position) =>
      writeValue(toText(value), { prefix: `s${index}v${position}`, marker: hexOf(number), variables }),
    );
    return `${text.replace(/\$(\d+)/g, (_, position) => written[Number(position) - 1] ?? 'NULL')};`;
  });
  return { text: [...NEXT_NUMBER, ...lines, ''].join('\n'), variables };
}

type Names = { prefix: string; marker: string; variables: Record<string, string> };

/** Every piece is a variable, because pgbench reads a colon in a literal as the start of a variable's name. */
function writeValue(value: string | null, { prefix, marker, variables }: Names): string {
  if (value === null) return 'NULL';
  const names = value.split(marker).map((piece, index) => {
    // pgbench accepts no empty variable.
    if (piece === '') return "''";
    variables[`${prefix}p${index}`] = piece;
    return `:${prefix}p${index}`;
  });
  if (names.length === 1) return names.join('');
  const joined = `(${names.join(' || to_hex(:n::bigint) || ')})`;
  return UUID.test(value) ? `${joined}::uuid` : joined;
}

/** The text that the driver sends. */
function toText(value: unknown): string | null {
  if (value === null || value === undefined) return null;
  if (value instanceof Date) return value.toISOString();
  if (Array.isArray(value)) return `{${value.map((one) => JSON.stringify(String(one))).join()}}`;
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
