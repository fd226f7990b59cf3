import { answerSuggestions } from '../../../../../api/search/answers.ts';
import { type CachedQueryProps, readCachedQuery } from '../../read-cached-query.ts';

export const dynamic = 'force-static';
export const generateStaticParams = () => [];

/** The kept copies of /api/search/suggest. */
export async function GET(_: Request, props: CachedQueryProps): Promise<Response> {
  const copy = await readCachedQuery(props);
  return copy instanceof Response ? copy : answerSuggestions(copy.text);
}
