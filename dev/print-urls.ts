import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

type SignIn = { role: string; username: string; password: string };

/** The last lines of a start: where the shop is, who can sign in, and where mail and payments go. */
export function printUrls(
  env: NodeJS.ProcessEnv,
  dataDir: string,
  ports: { mail: number | undefined; stripe: number | undefined },
): void {
  console.log(`\n  MakeYourSpace  ${env.NEXTAUTH_URL}\n`);
  const demo = path.join(dataDir, 'demo.json');
  if (existsSync(demo)) {
    const { signIns }: { signIns: SignIn[] } = JSON.parse(readFileSync(demo, 'utf8'));
    for (const { role, username, password } of signIns)
      console.log(`  ${role.padEnd(8)} ${username.padEnd(10)} ${password}`);
  }
  if (ports.mail) console.log(`  mailbox  http://localhost:${ports.mail}`);
  if (ports.stripe)
    console.log(
      `  payments http://localhost:${ports.stripe}  (a stand-in for Stripe; pay with card 4242 4242 4242 4242)`,
    );
  console.log('\n  Ctrl-C stops everything.\n');
}
