import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

type SignIn = { role: string; username: string; password: string };

const isLoopback = (host: string) => host === 'localhost' || host === '::1' || host.startsWith('127.');

/** The last lines of a start: the URLs of shop, mails and Stripe emulator, and the demo's sign-ins. */
export function printUrls(
  env: NodeJS.ProcessEnv,
  dataDir: string,
  host: string,
  ports: { mail: number | undefined; stripe: number | undefined },
): void {
  console.log(`\n  MakeYourSpace  ${env.NEXTAUTH_URL}`);
  if (ports.mail) console.log(`  Mails          http://localhost:${ports.mail}`);
  if (ports.stripe)
    console.log(`  Stripe         http://localhost:${ports.stripe}  (emulator; pay with card 4242 4242 4242 4242)`);
  const demo = path.join(dataDir, 'demo.json');
  if (env.DEMO_ACCOUNTS === 'true' && existsSync(demo)) {
    const { signIns }: { signIns: SignIn[] } = JSON.parse(readFileSync(demo, 'utf8'));
    console.log('\n  Demo accounts: role, username, password');
    for (const { role, username, password } of signIns)
      console.log(`  ${role.padEnd(8)} ${username.padEnd(10)} ${password}`);
  }
  if (!isLoopback(host)) console.log(`\n  It listens on ${host}: other machines can reach it.`);
  console.log('\n  Ctrl-C stops everything.\n');
}
