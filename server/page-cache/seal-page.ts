import { bootstrapScript } from '../next-internals/bootstrap-script.ts';
import { deferScripts, loadingScript } from '../next-internals/defer-scripts.ts';
import { mergePayload } from '../next-internals/merge-payload.ts';
import type { CachedValue } from './cached-value.ts';
import { scriptsByHash } from './script-sources.ts';

type Page = Extract<CachedValue, { kind: 'APP_PAGE' }>;

/**
 * Makes a rendered page ready to be cached: its scripts run after the first paint, and its header says which of them may
 * run. Only scripts of a known text are allowed, so markup that somebody smuggled into the page stays without effect.
 * The page is changed in place, because Next sends it to the first visitor after it has been cached.
 */
export function sealPage(page: Page): void {
  const { html, payload } = mergePayload(deferScripts(page.html));
  const inline = [bootstrapScript(html), payload, loadingScript(page.html)];
  page.html = html;
  page.headers = {
    ...page.headers,
    'content-security-policy': scriptsByHash(inline.filter((script) => script !== null)),
  };
}
