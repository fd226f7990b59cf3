import { request as send } from 'node:http';

/** A request whose path and headers are sent as they are, without the repairs of fetch. */
export type RawRequest = { method: string; path: string; headers: Record<string, string>; body: string };
export type RawResponse = { status: number; location: string | undefined; text: string };

/** Enough of a body to be shown in a failure. */
const MAX_BODY = 2_000;
const NO_BODY = new Set(['GET', 'HEAD', 'OPTIONS']);

/** @throws when there is no whole response within `timeoutMs`. */
export function sendRaw(
  origin: string,
  { method, path, headers, body }: RawRequest,
  timeoutMs = 30_000,
): Promise<RawResponse> {
  const { hostname, port } = new URL(origin);
  const bytes = NO_BODY.has(method) ? undefined : Buffer.from(body);
  return new Promise((resolve, reject) => {
    const request = send(
      {
        ...{ hostname, port, method, path },
        headers: { origin, ...headers, ...(bytes && { 'content-length': String(bytes.length) }) },
        signal: AbortSignal.timeout(timeoutMs),
      },
      (response) => {
        const { statusCode: status = 0 } = response;
        const location = response.headers.location;
        let text = '';
        const done = () => resolve({ status, location, text });
        // The stream of events never ends. Next gives it another content type for a request with the header RSC.
        if (response.headers['x-accel-buffering'] === 'no') {
          done();
          request.destroy();
          return;
        }
        response.setEncoding('utf8');
        response.on('data', (chunk) => {
          if (text.length < MAX_BODY) text += String(chunk).slice(0, MAX_BODY);
        });
        response.on('end', done);
        response.on('error', reject);
      },
    );
    request.on('error', reject);
    request.end(bytes);
  });
}
