import { parseArgs } from 'node:util';
import { checkShop, type Outcome } from './api/check-shop.ts';

const USAGE = `Usage: npm run api -- check <url>                  sends the examples of the shop's API description to the shop
                                                   at this URL, and compares each response with the description
       npm run api -- check <url> --token <token>  also those that need a token
       npm run api -- check <url> --token <token> --write
                                                   also creates a draft and an endpoint, changes and deletes them
`;

/** @returns the exit code: 1 if a response was not as described. */
async function main(args: string[]): Promise<number> {
  const given = read(args);
  if (!given) {
    console.error(USAGE);
    return 1;
  }
  const outcomes = await checkShop(given);
  for (const outcome of outcomes) console.log(`${outcome.id.padEnd(26)} ${describe(outcome)}`);
  const count = (result: Outcome['result']) => outcomes.filter((outcome) => outcome.result === result).length;
  console.log(`\n${count('as described')} as described, ${count('wrong')} wrong, ${count('not run')} not run`);
  return count('wrong') === 0 && count('as described') > 0 ? 0 : 1;
}

function describe(outcome: Outcome): string {
  if (outcome.result === 'as described') return `${outcome.status}${outcome.isRefused ? ', refused as described' : ''}`;
  return outcome.result === 'wrong' ? `WRONG: ${outcome.because}` : `not run: ${outcome.because}`;
}

function read(args: string[]) {
  try {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: { token: { type: 'string' }, write: { type: 'boolean', default: false } },
    });
    const [command, url, ...rest] = positionals;
    if (command !== 'check' || url === undefined || rest.length > 0) return null;
    const { protocol, origin } = new URL(url);
    if (protocol !== 'http:' && protocol !== 'https:') return null;
    return { origin, token: values.token ?? null, writes: values.write };
  } catch {
    return null;
  }
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  const cause = error instanceof Error && error.cause instanceof Error ? ` (${error.cause.message})` : '';
  console.error(`${error instanceof Error ? error.message : error}${cause}`);
  process.exitCode = 1;
}
