import type { IncomingHttpHeaders } from 'node:http';
import { isFromOwnPage, isProgram } from '#lib/http/same-origin.ts';
import type { RequestExchange } from './request-exchange.ts';

const READING = new Set(['GET', 'HEAD', 'OPTIONS']);
/** These check who sends the request by themselves: by a signature, a secret, or a token. */
const API = '/api/';

/** A server action: by its header, or from a form without JavaScript, which React sends as multipart. */
const isAction = (headers: IncomingHttpHeaders) =>
  headers['next-action'] !== undefined || /^multipart\/form-data\b/i.test(headers['content-type'] ?? '');

/**
 * Refuses forms and server actions that no page of the shop sent. Next compares Origin with the host itself, but lets a
 * request without Origin through. Other routes have no need of an Origin from programs: only browsers send cookies that
 * somebody else could make use of.
 */
export function refuseForeignForms({ request, url, response }: RequestExchange): void {
  const { method = 'GET', headers } = request;
  if (READING.has(method) || url.startsWith(API)) return;
  const { origin, host, 'sec-fetch-site': site } = headers;
  const source = { site: typeof site === 'string' ? site : null, origin, host };
  if (isFromOwnPage(source) || (isProgram(source) && !isAction(headers))) return;
  response.statusCode = 403;
  response.setHeader('content-type', 'text/plain; charset=utf-8');
  response.setHeader('cache-control', 'no-store');
  response.end('This form belongs to another site, or your browser did not say where it comes from.');
}
