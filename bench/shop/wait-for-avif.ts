import { spawn } from 'node:child_process';
import pg from 'pg';
import { endWithParent, stopChild } from '../../dev/processes/child-processes.ts';

const POLL_INTERVAL_MS = 500;

/** Runs a worker of this shop until all pictures have their AVIF files. */
export async function waitForAvif(env: NodeJS.ProcessEnv): Promise<void> {
  const database = new pg.Client({ connectionString: env.DATABASE_URL });
  await database.connect();
  const worker = spawn(process.execPath, ['worker/main.ts'], { env, detached: true, stdio: 'ignore' });
  endWithParent(worker);
  try {
    for (;;) {
      const { rows } = await database.query("SELECT 1 FROM picture_jobs WHERE due_at < 'infinity' LIMIT 1");
      if (rows.length === 0) return;
      if (worker.exitCode !== null) throw new Error(`the worker ended with code ${worker.exitCode}`);
      await new Promise((resolve) => setTimeout(resolve, POLL_INTERVAL_MS));
    }
  } finally {
    await stopChild(worker);
    await database.end();
  }
}
