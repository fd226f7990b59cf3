import type { Statement } from '../record-statements.ts';
import { hexOf } from '../shop/works.ts';

/** A script for pgbench, and the variables that it needs beside first, each and i. */
export type PgbenchScript = { text: string; variables: Record<string, string> };

/** Each connection counts up from its own beginning, so that no two transactions are about the same number. */
const NEXT_NUMBER = ['\\set n :first + :client_id * :each + :i', '\\set i :i + 1'];
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/**
 * The one transaction among `statements` as a script that does the same for other numbers: wherever a value holds
 * the hexadecimal of `number`, as the names of bench/shop/works.ts do, the script puts its own number. So the limit is always that
 * of the product's own statements, whatever becomes of them.
 */
export function pgbenchScript(statements: readonly Statement[], number: number): PgbenchScript {
  const variables: Record<string, string> = {};
  const begin = statements.findIndex(({ text }) => /^\s*begin\b/i.test(text));
  const end = statements.findIndex(({ text }, index) => index > begin && /^\s*commit\b/i.test(text));
  if (begin < 0 || end < 0) throw new Error('there is no transaction among these statements');
  const lines = statements.slice(begin, end + 1).map(({ text, values }, index) => {
    const written = values.map((value, position) =>
      writeValue(toText(value), { prefix: `s${index}v${position}`, marker: hexOf(number), variables }),
    );
    return `${text.replace(/\$(\d+)/g, (_, position) => written[Number(position) - 1] ?? 'NULL')};`;
  });
  return { text: [...NEXT_NUMBER, ...lines, ''].join('\n'), variables };
}

type Names = { prefix: string; marker: string; variables: Record<string, string> };

/** Every piece is a variable of its own: pgbench would take a colon in a text for the begin of a name. */
function writeValue(value: string | null, { prefix, marker, variables }: Names): string {
  if (value === null) return 'NULL';
  const names = value.split(marker).map((piece, index) => {
    // An empty variable is one thing that pgbench does not take.
    if (piece === '') return "''";
    variables[`${prefix}p${index}`] = piece;
    return `:${prefix}p${index}`;
  });
  if (names.length === 1) return names.join('');
  const joined = `(${names.join(' || to_hex(:n::bigint) || ')})`;
  return UUID.test(value) ? `${joined}::uuid` : joined;
}

/** As the driver sends it. */
function toText(value: unknown): string | null {
  if (value === null || value === undefined) return null;
  if (value instanceof Date) return value.toISOString();
  if (Array.isArray(value)) return `{${value.map((one) => JSON.stringify(String(one))).join()}}`;
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
