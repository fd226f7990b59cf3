import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const generators = {
  NEXTAUTH_SECRET: () => randomBytes(32).toString('hex'),
  INBOUND_MAIL_SECRET: () => randomBytes(32).toString('hex'),
  INTERNAL_SECRET: () => randomBytes(32).toString('hex'),
  STRIPE_SECRET_KEY: () => `sk_test_${randomBytes(16).toString('hex')}`,
  STRIPE_WEBHOOK_SECRET: () => `whsec_${randomBytes(24).toString('hex')}`,
};

export type Secrets = Record<keyof typeof generators, string>;

/**
 * The secrets of this data folder, generated at the first start and stored in secrets.json, which only its owner can
 * read.
 */
export function loadSecrets(dataDir: string): Secrets {
  const file = path.join(dataDir, 'secrets.json');
  const known: Partial<Secrets> = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {};
  const generated = Object.fromEntries(Object.entries(generators).map(([name, generate]) => [name, generate()]));
  const secrets = { ...generated, ...known } as Secrets;
  if (Object.keys(generated).every((name) => name in known)) return secrets;
  writeFileSync(file, `${JSON.stringify(secrets, null, 2)}\n`, { mode: 0o600 });
  return secrets;
}
