import Bowser from 'bowser';
import type { SessionOrigin } from '#lib/domain/session.ts';
import { env } from '#lib/env.ts';

const COUNTRY = /^[A-Z]{2}$/;
const MAX_USER_AGENT = 500;
const MAX_DEVICE = 60;

/** What a request says about the device that it comes from: enough for its owner to recognise it, and no more. */
export function requestOrigin(headers: Headers): SessionOrigin {
  const country = env()
    .COUNTRY_HEADERS.map((name) => headers.get(name)?.toUpperCase())
    .find((value) => value !== undefined);
  return {
    device: deviceName(headers.get('user-agent') ?? ''),
    country: country && COUNTRY.test(country) ? country : null,
  };
}

/** `Firefox on Windows`, or what is known of it. */
function deviceName(userAgent: string): string {
  if (!userAgent) return '';
  const { browser, os } = Bowser.parse(userAgent.slice(0, MAX_USER_AGENT));
  return [browser.name, os.name]
    .filter((name) => name)
    .join(' on ')
    .slice(0, MAX_DEVICE);
}
