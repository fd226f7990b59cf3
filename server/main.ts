import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import next from 'next';
import { envOrExit, ownOrigin } from '#lib/env.ts';
import { refreshPages, startLiveHub } from '#lib/live/live-hub.ts';
import { logFailure, logger } from '#lib/logger.ts';
import { waitForRedis } from '#lib/redis.ts';
import { currentRequestContext, trackRequests } from '#lib/request-context.ts';
import { SHOP_TAG } from '#lib/settings/known-shop.ts';
import { watchShop } from '#lib/settings/watch-shop.ts';
import { loggedPath } from './logged-path.ts';
import { logPrintedErrors } from './next-internals/log-printed-errors.ts';
import { logUnreadActions } from './next-internals/log-unread-actions.ts';
import { setOwnOrigin } from './next-internals/set-own-origin.ts';
import { rememberPeer } from './peer-address.ts';
import { printAdminLink } from './print-admin-link.ts';
import { newRequestExchange } from './request-exchange.ts';
import { REQUEST_STEPS } from './request-steps.ts';
import { stopWithSignals } from './stop-with-signals.ts';

/**
 * The web process: `npm run web`, and with NODE_ENV=development the one of `npm run dev`. Next answers through its
 * custom-server API (https://nextjs.org/docs/app/guides/custom-server); server/request-steps.ts says what happens before.
 */

/** A request has to be here whole by then, milliseconds: an upload may take two minutes. Node cuts off the others. */
const REQUEST_TIMEOUT_MS = 130_000;
/** Only in URLs that Next makes of its own. */
const HOSTNAME = 'localhost';

const { NODE_ENV, HOST, PORT } = envOrExit();
const requests = trackRequests();
// Each open event stream adds one listener for the signals that end it.
process.setMaxListeners(0);
// In development people read them in the terminal.
if (NODE_ENV !== 'development')
  logPrintedErrors(
    () => currentRequestContext() !== undefined,
    (level, error) => logger()[level]({ err: error }, 'Next reported a problem with a request'),
  );
logUnreadActions(
  () => currentRequestContext()?.awaitsAction === true,
  (error) => logger().warn({ reason: String(error) }, 'a form could not be read'),
);
setOwnOrigin(ownOrigin({ HOST, PORT }));

const app = next({ dev: NODE_ENV === 'development', hostname: HOSTNAME, port: PORT });
await app.prepare();
const answer = app.getRequestHandler();

// Only the development server has a web socket. Elsewhere a request for one is a request like any other: an upgraded
// connection would have no timeout, and would keep the process from stopping.
const shouldUpgradeCallback = () => NODE_ENV === 'development';
const server = createServer({ requestTimeout: REQUEST_TIMEOUT_MS, shouldUpgradeCallback }, (request, response) => {
  const exchange = newRequestExchange(request, response);
  requests.run(exchange.context, () => {
    for (const step of REQUEST_STEPS) {
      step(exchange);
      if (response.headersSent || response.writableEnded) return;
    }
    answer(request, response).catch((error) => failed(request, response, error));
  });
});

server.on('connection', rememberPeer);

function failed({ method, url }: IncomingMessage, response: ServerResponse, error: unknown): void {
  const reference = logFailure('a request could not be answered', error, { method, path: loggedPath(url ?? '') });
  if (!response.headersSent) response.writeHead(500, { 'content-type': 'text/plain' });
  response.end(`Something went wrong. Reference ${reference}`);
}

// During development there are the accounts of the demo gallery.
const endStart = NODE_ENV === 'production' ? printAdminLink() : async () => {};
stopWithSignals(server, async () => {
  await endStart();
  await app.close();
});
startLiveHub();
await Promise.all([waitForRedis(), watchShop(() => refreshPages([SHOP_TAG]))]);
server.once('error', (error) => {
  console.error(`The web server cannot listen on port ${PORT} of ${HOST}: ${error.message}`);
  process.exit(1);
});
server.listen(PORT, HOST);
