import { db } from '#lib/db.ts';
import { envOrExit } from '#lib/env.ts';

/** Runs a command with its arguments. Its result is the exit code; an error is one line and the exit code 1. */
export async function runCommand(main: (args: string[]) => Promise<number>): Promise<void> {
  envOrExit();
  try {
    process.exitCode = await main(process.argv.slice(2));
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  } finally {
    await db().$disconnect();
  }
}
