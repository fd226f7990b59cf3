import { answerCounts } from '../../../../../api/search/answers.ts';
import { type CachedQueryProps, readCachedQuery } from '../../read-cached-query.ts';

export const dynamic = 'force-static';
export const generateStaticParams = () => [];

/** The kept copies of /api/search/counts. */
export async function GET(_: Request, props: CachedQueryProps): Promise<Response> {
  const copy = await readCachedQuery(props);
  return copy instanceof Response ? copy : answerCounts(new URLSearchParams(copy.text), copy.currency);
}
