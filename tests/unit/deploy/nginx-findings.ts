import type { Directive } from './nginx-blocks.ts';

/** A location, with what it inherits from its server and from the top. */
type Place = { name: string; isTls: boolean; location: Directive; levels: Directive[][] };

const all = (block: Directive[], name: string) => block.filter((directive) => directive.name === name);
const children = (directive: Directive) => directive.block ?? [];
const everything = (block: Directive[]): Directive[] =>
  block.flatMap((directive) => [directive, ...everything(children(directive))]);

/** nginx takes a directive that adds to a list from the nearest level that has one, and nothing from those above. */
const effective = ({ levels }: Place, name: string): Directive[] =>
  levels.map((level) => all(level, name)).find((found) => found.length > 0) ?? [];
const settingOf = (place: Place, name: string) => effective(place, name)[0]?.args.join(' ');

function placesOf(top: Directive[]): Place[] {
  return all(top, 'server').flatMap((server) =>
    all(children(server), 'location').map((location) => ({
      name: `location ${location.args.join(' ')}`,
      isTls: all(children(server), 'listen').some(({ args }) => args.includes('ssl')),
      location,
      levels: [children(location), children(server), top],
    })),
  );
}

const HEADERS = ['Strict-Transport-Security', 'X-Content-Type-Options', 'X-Frame-Options', 'Referrer-Policy'];
const PROXY_HEADERS = ['Connection', 'Host', 'X-Forwarded-For', 'X-Forwarded-Proto'];
const FORGEABLE = ['X-Forwarded-Host', 'X-Forwarded-Port', 'X-Country', 'CF-IPCountry', 'X-Vercel-IP-Country'];
/** Locations without a limit on requests: Stripe delivers in bursts, and open pages keep one request for hours. */
const UNLIMITED = ['location = /api/webhooks/stripe', 'location = /api/live'];
const UPLOADS = 'location = /api/pictures';

/** Header names that the nearest level sets. */
const namesOf = (place: Place, name: string) => effective(place, name).map(({ args }) => args[0]);
const seconds = (value: string | undefined) =>
  /^\d+s$/.test(value ?? '') ? Number.parseInt(value ?? '', 10) : Number.NaN;

/** What a place lacks or has too much. */
const RULES: Record<string, (place: Place) => boolean> = {
  'lacks a common header': (place) =>
    place.isTls && HEADERS.some((header) => !namesOf(place, 'add_header').includes(header)),
  'leaves headers out of error responses': (place) =>
    place.isTls &&
    effective(place, 'add_header').some(({ args }) => HEADERS.includes(args[0] ?? '') && args[2] !== 'always'),
  'lacks a header for the shop': (place) =>
    proxies(place) && PROXY_HEADERS.some((header) => !namesOf(place, 'proxy_set_header').includes(header)),
  'passes on a header that visitors can forge': (place) =>
    proxies(place) &&
    settingOf(place, 'proxy_pass_request_headers') !== 'off' &&
    FORGEABLE.some((header) => !namesOf(place, 'proxy_set_header').includes(header)),
  'passes on the Host that the visitor wrote': (place) =>
    effective(place, 'proxy_set_header').some(({ args }) => args[0] === 'Host' && args[1] !== '$host'),
  'has no limit on requests': (place) =>
    proxies(place) && !UNLIMITED.includes(place.name) && effective(place, 'limit_req').length === 0,
  'has no limit on connections': (place) =>
    proxies(place) && ['connections', 'networks'].some((zone) => !namesOf(place, 'limit_conn').includes(zone)),
  'waits too long for a slow client': (place) =>
    place.isTls &&
    !(
      seconds(settingOf(place, 'client_header_timeout')) <= 15 && seconds(settingOf(place, 'client_body_timeout')) <= 30
    ),
  'has an alias that leaves its folder': ({ location: { args }, levels: [own = []] }) =>
    all(own, 'alias').some(({ args: [target = ''] }) =>
      args[0]?.startsWith('~')
        ? /\.[*+]|\[\^/.test(args[1] ?? '')
        : args.at(-1)?.endsWith('/') !== target.endsWith('/'),
    ),
  'has a pattern without a beginning': ({ location: { args } }) =>
    /^~\*?$/.test(args[0] ?? '') && !args[1]?.startsWith('^'),
  'receives uploads whole before it passes them on': (place) =>
    place.name === UPLOADS &&
    !(settingOf(place, 'proxy_request_buffering') === 'off' && seconds(settingOf(place, 'proxy_read_timeout')) >= 300),
};

function proxies({ levels: [own = []] }: Place): boolean {
  return all(own, 'proxy_pass').length > 0;
}

/** Text of the visitor's in a response's head would let them add lines to it; `$request_uri` is as it was sent. */
const DECODED = /\$\{?(?:uri|document_uri|arg_|http_|cookie_|[1-9])/;

function findingsOfDirective({ name, args, block }: Directive): string[] {
  const text = `${name} ${args.join(' ')}`;
  const isResponse = name === 'add_header' || name === 'rewrite' || (name === 'return' && args.length > 1);
  return [
    isResponse && DECODED.test(args.join(' ')) && `writes a decoded text into a response: ${text}`,
    name === 'if' && block?.some((inner) => inner.name !== 'return') && `does more than return: ${text}`,
    name === 'proxy_pass' && args[0] !== 'http://makeyourspace' && `passes requests elsewhere: ${text}`,
    name === 'autoindex' && `lists folders: ${text}`,
    /^limit_(?:req|conn)_zone$/.test(name) &&
      !/^\$\w+_network$/.test(args[0] ?? '') &&
      `counts single addresses: ${text}`,
    name === 'ssl_protocols' && args.some((version) => !/^TLSv1\.[23]$/.test(version)) && `allows old TLS: ${text}`,
    name === 'map' &&
      args[0] === '$uri' &&
      block?.some((entry) => entry.name.startsWith('~') && !entry.name.startsWith('~^')) &&
      `has a pattern without a beginning: ${text}`,
  ].filter((finding) => finding !== false && finding !== undefined) as string[];
}

/**
 * Known mistakes in a configuration of nginx, after the rules of gixy (https://github.com/yandex/gixy) and of this shop.
 * @returns one sentence each.
 */
export function nginxFindings(top: Directive[]): string[] {
  const places = placesOf(top);
  const ofPlaces = places.flatMap((place) =>
    Object.entries(RULES).flatMap(([rule, isBroken]) => (isBroken(place) ? [`${place.name} ${rule}`] : [])),
  );
  const isClosed = all(top, 'server').some(
    (server) =>
      all(children(server), 'ssl_reject_handshake').length > 0 &&
      all(children(server), 'listen').every(({ args }) => args.includes('default_server')),
  );
  return [
    ...ofPlaces,
    ...everything(top).flatMap(findingsOfDirective),
    ...(all(top, 'server_tokens')[0]?.args[0] === 'off' ? [] : ['its version is told to everyone']),
    ...(isClosed ? [] : ['other host names are answered']),
    ...(places.some(({ name }) => name === UPLOADS) ? [] : [`there is no ${UPLOADS}`]),
  ];
}
