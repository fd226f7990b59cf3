import { ownPath } from '#lib/http/own-path.ts';

const SECURITY = '/dashboard/settings/security';

export type FactorPageProps = { searchParams: Promise<{ next?: string | string[] }> };

/** The path of a page for one kind of factor, and where it leads afterwards. */
export async function factorPaths(
  page: string,
  searchParams: FactorPageProps['searchParams'],
): Promise<{ path: string; next: string }> {
  const next = ownPath((await searchParams).next, SECURITY);
  const query = next === SECURITY ? '' : `?${new URLSearchParams({ next })}`;
  return { path: `${SECURITY}/${page}${query}`, next };
}
