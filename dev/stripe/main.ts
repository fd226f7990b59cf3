import { parseArgs } from 'node:util';
import { startStripeEmulator } from './start-stripe-emulator.ts';

// The secrets are not options, because everybody on the machine can read a command line.
const USAGE =
  'STRIPE_SECRET_KEY=<sk_test_…> STRIPE_WEBHOOK_SECRET=<whsec_…[,whsec_…]> ' +
  'node dev/stripe/main.ts --port 4242 --data <folder> --webhook <url> ' +
  '[--public-url http://localhost:4242] [--delayed-seconds 5]';

const { values } = parseArgs({
  options: {
    port: { type: 'string' },
    data: { type: 'string' },
    webhook: { type: 'string' },
    'public-url': { type: 'string' },
    'delayed-seconds': { type: 'string', default: '5' },
  },
});
const { port, data, webhook } = values;
const { STRIPE_SECRET_KEY: key, STRIPE_WEBHOOK_SECRET: secret } = process.env;
if (!port || !data || !webhook || !secret || !key) {
  process.stderr.write(`usage: ${USAGE}\n`);
  process.exit(2);
}

const emulator = await startStripeEmulator({
  port: Number(port),
  dataDir: data,
  webhookUrl: webhook,
  webhookSecret: secret,
  apiKey: key,
  delayedSeconds: Number(values['delayed-seconds']),
  ...(values['public-url'] && { publicUrl: values['public-url'] }),
});
process.stdout.write(`Stripe emulator at ${emulator.url}\n`);

let stopping = false;
for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  process.on(signal, () => {
    if (stopping) return;
    stopping = true;
    void emulator.close();
  });
}
