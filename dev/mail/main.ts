import { parseArgs } from 'node:util';
import { env } from '../../lib/env.ts';
import { startMailServer } from './start-mail-server.ts';

const { values } = parseArgs({
  options: {
    ...{ 'smtp-port': { type: 'string' }, 'http-port': { type: 'string' }, data: { type: 'string' } },
    /** The shop's route for replies by mail. */
    inbound: { type: 'string' },
  },
});
const { 'smtp-port': smtpPort, 'http-port': httpPort, data, inbound: url } = values;
if (!smtpPort || !httpPort || !data) {
  process.stderr.write(
    'usage: node dev/mail/main.ts --smtp-port 2525 --http-port 8025 --data <folder> [--inbound <URL>]\n',
  );
  process.exit(2);
}

const secret = url && env().INBOUND_MAIL_SECRET;
const server = await startMailServer({
  ...{ smtpPort: Number(smtpPort), httpPort: Number(httpPort), dataDir: data },
  inbound: url && secret ? { url, secret } : null,
});
process.stdout.write(`Development mail server at ${server.url}, SMTP at ${server.smtpUrl}\n`);

let stopping = false;
for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  process.on(signal, () => {
    if (stopping) return;
    stopping = true;
    // A client that keeps its connection open would keep the process alive.
    void server.close().then(() => process.exit(0));
  });
}
