import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { BODY_LIMITS, DEFAULT_BODY_LIMIT, MAX_ACTION_BODY } from '#lib/domain/body-limits.ts';

/** `/api/internal/` is closed in nginx. */
const NOT_PROXIED = /^\/api\/internal\//;
const UNITS = { k: 1024, m: 1024 * 1024 } as const;

const config = readFileSync('deploy/nginx.conf', 'utf8').replace(/^\s*#.*$/gm, '');

/** Bytes of `client_max_body_size` by location, `*` for a segment; '' is the server's own. */
function limitsInNginx(): Record<string, number> {
  const found = config.matchAll(
    /location (?:= |~ \^)(\S+) \{[^}]*?client_max_body_size (\d+)([km]);|client_max_body_size (\d+)([km]);/g,
  );
  return Object.fromEntries(
    [...found].map(([, path = '', inPath, unitInPath, size, unit]) => [
      path.replaceAll('[^/]+', '*').replace(/\$$/, ''),
      Number(inPath ?? size) * UNITS[(unitInPath ?? unit) as keyof typeof UNITS],
    ]),
  );
}

test('nginx accepts exactly the larger bodies that the shop accepts, by the same paths', () => {
  const larger = Object.entries(BODY_LIMITS).filter(
    ([path, limit]) => limit > DEFAULT_BODY_LIMIT && !NOT_PROXIED.test(path),
  );
  expect(limitsInNginx()).toEqual({ '': DEFAULT_BODY_LIMIT, ...Object.fromEntries(larger) });
  expect(config.match(/client_max_body_size/g)).toHaveLength(1 + larger.length);
});

test('server actions accept the largest form that a path with one accepts', () => {
  const size = /bodySizeLimit: '(\d+)kb'/.exec(readFileSync('next.config.js', 'utf8'))?.[1];
  expect(Number(size) * UNITS.k).toBe(MAX_ACTION_BODY);
  expect(MAX_ACTION_BODY).toBe(BODY_LIMITS['/admin/settings/pages/*']);
});
