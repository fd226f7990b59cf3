import type { IncomingHttpHeaders } from 'node:http';
import { request as requestHttps } from 'node:https';

export type NginxResponse = { status: number; headers: IncomingHttpHeaders; body: Buffer; text: string };

type Options = { method?: string; headers?: Record<string, string | string[]>; body?: Buffer | string };

/** Sends one request over TLS to an nginx with a self-signed certificate. */
export function requestNginx(
  url: string,
  { method = 'GET', headers = {}, body }: Options = {},
): Promise<NginxResponse> {
  return new Promise((resolve, reject) => {
    const request = requestHttps(url, { method, headers, rejectUnauthorized: false, agent: false }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () => {
        const buffer = Buffer.concat(chunks);
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body: buffer, text: buffer.toString() });
      });
    });
    request.on('error', reject);
    request.end(body);
  });
}
