import { subscribe } from 'node:diagnostics_channel';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { followRequests, type RequestState } from '#lib/database-trouble.ts';
import { envOrExit } from '#lib/env.ts';
import { startLiveHub } from '#lib/live/live-hub.ts';
import { redisReady } from '#lib/redis.ts';
import { answerUnavailable } from './answer-unavailable.ts';
import { chooseCurrency } from './choose-currency.ts';
import { leadToCopy } from './lead-to-copy.ts';
import { sendEncoded } from './send-encoded.ts';
import { shareCopies } from './share-copies.ts';
import { stopWithSignal } from './stop-with-signal.ts';

/** By then a request has to be here whole, milliseconds: an upload may take two minutes. Node cuts off the others. */
const REQUEST_TIMEOUT = 130_000;

/** Reads the settings, with one sentence and an end where one is wrong, and starts listening for changes. */
export async function startServer(): Promise<void> {
  envOrExit();
  // Each open event stream adds one listener for the signals that end it.
  process.setMaxListeners(0);
  watchRequests();
  startLiveHub();
  await redisReady();
}

/** Next's server is not ours to wrap; Node tells of each request before Next hears of it. */
function watchRequests(): void {
  const requests = followRequests();
  const stopping = stopWithSignal();
  subscribe('http.server.request.start', (message) => {
    const { request, response, server } = message as {
      request: IncomingMessage;
      response: ServerResponse;
      server: Server;
    };
    const state: RequestState = { trouble: null, toldByItself: false };
    // For the rest of this call, in which the server is told of the request, and all that follows from it.
    requests.enterWith(state);
    chooseCurrency(request, response);
    const { url = '' } = request;
    if (leadToCopy(request, response)) shareCopies(request, response);
    sendEncoded(response);
    answerUnavailable({ request, url, response, state });
    stopping(server, response);
    server.requestTimeout = REQUEST_TIMEOUT;
  });
}
