import type { IncomingMessage, ServerResponse } from 'node:http';
import Stripe from 'stripe';
import type { Emulator } from '../emulator.ts';
import { readBody } from '../http.ts';
import { newId } from '../ids.ts';
import { API_ROUTES } from '../resources/api-routes.ts';
import { requireApiKey } from './api-key.ts';
import { requireApiVersion } from './api-versions.ts';
import type { Fault, Faults } from './faults.ts';
import { decodeForm } from './form-encoding.ts';
import { findReply, type KeyedRequest, requireKeyLength, storeReply } from './idempotency.ts';
import { type ApiRequest, matchRoute, type Route } from './route.ts';
import { StripeFailure } from './stripe-failure.ts';

type Reply = { status: number; body: string; headers?: Record<string, string> };

/** Handles requests to `/v1/…` as Stripe does. */
export class ApiHandler {
  #emulator: Emulator;
  #faults: Faults;
  #running = new Set<string>();

  constructor(emulator: Emulator, faults: Faults) {
    this.#emulator = emulator;
    this.#faults = faults;
  }

  async handle(request: IncomingMessage, response: ServerResponse, url: URL): Promise<void> {
    const method = request.method ?? 'GET';
    const requestId = newId('req');
    const fault = this.#faults.use(method, url.pathname);
    const form = method === 'POST' ? await readBody(request) : url.search.slice(1);
    const key = method === 'POST' ? header(request, 'idempotency-key') : undefined;
    if (fault?.hang) return this.#hang(response, key);
    const reply = this.#respond(request, { method, path: url.pathname, form, key, requestId, fault });
    if (fault?.dropReply) {
      response.destroy();
      return;
    }
    response.writeHead(reply.status, {
      'content-type': 'application/json',
      'request-id': requestId,
      'stripe-version': header(request, 'stripe-version') ?? Stripe.API_VERSION,
      ...(key && { 'idempotency-key': key }),
      ...reply.headers,
    });
    response.end(reply.body);
  }

  #respond(request: IncomingMessage, call: Call): Reply {
    try {
      if (call.fault?.status) throw faultFailure(call.fault.status);
      requireApiKey(header(request, 'authorization'), this.#emulator.apiKey);
      requireApiVersion(header(request, 'stripe-version'));
      if (call.key !== undefined) requireKeyLength(call.key);
      const match = matchRoute(API_ROUTES, call.method, call.path);
      if (!match) throw unknownPath(call.method, call.path);
      const input = decodeForm(call.form);
      const apiRequest = { id: match.id, input };
      if (call.key === undefined) return this.#run(match.route, apiRequest);
      const keyed = { key: call.key, endpoint: call.path, input };
      return this.#runKeyed(match.route, apiRequest, keyed, call.requestId);
    } catch (error) {
      return failed(error);
    }
  }

  #run(route: Route, request: ApiRequest): Reply {
    return { status: 200, body: toBody(route.handle(this.#emulator, request)) };
  }

  #runKeyed(route: Route, request: ApiRequest, keyed: KeyedRequest, requestId: string): Reply {
    const earlier = findReply(this.#emulator, keyed, this.#running);
    if (earlier) {
      const headers = { 'idempotent-replayed': 'true', 'original-request': earlier.requestId };
      return { status: earlier.status, body: earlier.body, headers };
    }
    let reply: Reply;
    try {
      reply = this.#run(route, request);
    } catch (error) {
      if (!(error instanceof StripeFailure) || error.isValidation) throw error;
      reply = failed(error);
    }
    storeReply(this.#emulator, keyed, { requestId, status: reply.status, body: reply.body });
    return { ...reply, headers: { 'original-request': requestId } };
  }

  /** Keeps the idempotency key in use until the client disconnects, as a slow request would. */
  #hang(response: ServerResponse, key: string | undefined): void {
    if (!key) return;
    this.#running.add(key);
    response.once('close', () => this.#running.delete(key));
  }
}

type Call = {
  method: string;
  path: string;
  form: string;
  key: string | undefined;
  requestId: string;
  fault: Fault | undefined;
};

function failed(error: unknown): Reply {
  if (error instanceof StripeFailure) {
    const retry = error.status === 409 || error.status === 429 || error.status >= 500;
    const headers = { 'stripe-should-retry': String(retry) };
    return { status: error.status, body: toBody({ error: error.error }), headers };
  }
  process.stderr.write(`Stripe emulator: ${error instanceof Error ? error.stack : error}\n`);
  return { status: 500, body: toBody({ error: { type: 'api_error', message: 'An unknown error occurred.' } }) };
}

function faultFailure(status: number): StripeFailure {
  if (status === 429) return new StripeFailure('Too many requests. Please try again.', { status, code: 'rate_limit' });
  const type = status >= 500 ? 'api_error' : 'invalid_request_error';
  return new StripeFailure('The Stripe emulator was told to fail this request.', { status, type });
}

function unknownPath(method: string, path: string): StripeFailure {
  return new StripeFailure(`Unrecognized request URL (${method}: ${path}).`, { status: 404 });
}

function toBody(value: object): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

function header(request: IncomingMessage, name: string): string | undefined {
  const value = request.headers[name];
  return Array.isArray(value) ? value[0] : value;
}
