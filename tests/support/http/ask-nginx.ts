import type { IncomingHttpHeaders } from 'node:http';
import { request as requestHttps } from 'node:https';

export type Asked = { status: number; headers: IncomingHttpHeaders; body: Buffer; text: string };

type Options = { method?: string; headers?: Record<string, string | string[]>; body?: Buffer | string };

/** One request over TLS to an nginx whose certificate nobody has signed. */
export function askNginx(url: string, { method = 'GET', headers = {}, body }: Options = {}): Promise<Asked> {
  return new Promise((resolve, reject) => {
    const request = requestHttps(url, { method, headers, rejectUnauthorized: false, agent: false }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () => {
        const whole = Buffer.concat(chunks);
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body: whole, text: whole.toString() });
      });
    });
    request.on('error', reject);
    request.end(body);
  });
}
