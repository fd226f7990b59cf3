import { parseArgs } from 'node:util';
import { startMailServer } from './start-mail-server.ts';

const { values } = parseArgs({
  options: { 'smtp-port': { type: 'string' }, 'http-port': { type: 'string' }, data: { type: 'string' } },
});
const { 'smtp-port': smtpPort, 'http-port': httpPort, data } = values;
if (!smtpPort || !httpPort || !data) {
  process.stderr.write('usage: node dev/mail/main.ts --smtp-port 2525 --http-port 8025 --data <folder>\n');
  process.exit(2);
}

const server = await startMailServer({ smtpPort: Number(smtpPort), httpPort: Number(httpPort), dataDir: data });
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
