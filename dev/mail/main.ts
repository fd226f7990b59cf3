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

const mailbox = await startMailServer({ smtpPort: Number(smtpPort), httpPort: Number(httpPort), dataDir: data });
process.stdout.write(`MailServer at ${mailbox.url}, taking mail at ${mailbox.smtpUrl}\n`);

let stopping = false;
for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  process.on(signal, () => {
    if (stopping) return;
    stopping = true;
    // A sender that does not hang up would keep the process alive.
    void mailbox.close().then(() => process.exit(0));
  });
}
