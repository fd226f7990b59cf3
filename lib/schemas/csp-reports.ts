import { z } from 'zod';

/** What a Content Security Policy blocked, without anything that says who saw it or which order or account it was. */
export type Violation = {
  /** The directive, such as `script-src-elem`. */
  directive: string;
  /** What was blocked: `inline`, `eval`, or where it would have come from. */
  blocked: string;
  /** The kind of page: the first segment of its path. */
  page: string;
  /** The site or the shop's file that asked for it, and the line there; null if the browser does not say. */
  source: string | null;
  line: number | null;
};

/** More than this in one report is not read. */
const MAX_VIOLATIONS = 10;
const EXTENSION = /^[a-z-]+-extension:/;

const text = z.string().max(8_000);
const line = z.number().int().nonnegative().nullish();
const directive = z.string().regex(/^[a-z-]{1,40}(?= |$)/);

/** As `report-uri` sends it: https://www.w3.org/TR/CSP3/#deprecated-serialize-violation */
const uriReportSchema = z.object({
  'csp-report': z
    .object({
      'document-uri': text,
      'effective-directive': directive.optional(),
      'violated-directive': directive,
      'blocked-uri': text,
      'source-file': text.nullish(),
      'line-number': line,
    })
    .transform((report) => ({
      directive: report['effective-directive'] ?? report['violated-directive'],
      blocked: report['blocked-uri'],
      page: report['document-uri'],
      source: report['source-file'],
      line: report['line-number'],
    })),
});

/** As `report-to` sends it: https://www.w3.org/TR/reporting-1/#serialize-reports */
const reportsSchema = z.array(
  z.object({
    type: z.literal('csp-violation'),
    body: z
      .object({
        documentURL: text,
        effectiveDirective: directive,
        blockedURL: text,
        sourceFile: text.nullish(),
        lineNumber: line,
      })
      .transform((body) => ({
        directive: body.effectiveDirective,
        blocked: body.blockedURL,
        page: body.documentURL,
        source: body.sourceFile,
        line: body.lineNumber,
      })),
  }),
);

/**
 * Reads a browser's report, in either form. What a browser extension caused is left out.
 * @returns null when it is no such report.
 */
export function parseCspReports(body: unknown): Violation[] | null {
  const single = uriReportSchema.safeParse(body);
  const several = single.success ? null : reportsSchema.safeParse(body);
  const found = single.success ? [single.data['csp-report']] : several?.data?.map((report) => report.body);
  return (
    found
      ?.slice(0, MAX_VIOLATIONS)
      .filter(({ blocked, source }) => !EXTENSION.test(blocked) && !EXTENSION.test(source ?? ''))
      .map(({ directive, blocked, page, source, line }) => ({
        directive: directive.split(' ', 1)[0] ?? '',
        blocked: /^[a-z-]{1,20}$/.test(blocked) ? blocked : siteOf(blocked),
        page: `/${URL.parse(page)?.pathname.split('/')[1]?.slice(0, 20) ?? ''}`,
        source: source ? sourceOf(source) : null,
        line: line ?? null,
      })) ?? null
  );
}

function sourceOf(source: string): string {
  const file = /\/_next\/static\/[\w./~-]{1,100}/.exec(source)?.[0];
  return file ?? siteOf(source);
}

/** Paths and queries may say who somebody is. */
function siteOf(address: string): string {
  const url = URL.parse(address);
  if (!url) return 'unknown';
  return (url.host ? `${url.protocol}//${url.host}` : url.protocol).slice(0, 100);
}
