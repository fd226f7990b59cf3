import { answerList } from '../../../../../api/posts/answer-list.ts';
import { type CachedQueryProps, readCachedQuery } from '../../read-cached-query.ts';

export const dynamic = 'force-static';
export const generateStaticParams = () => [];

/** The kept copies of /api/posts. */
export async function GET(_: Request, props: CachedQueryProps): Promise<Response> {
  const copy = await readCachedQuery(props);
  return copy instanceof Response ? copy : answerList(new URLSearchParams(copy.text), copy.currency);
}
