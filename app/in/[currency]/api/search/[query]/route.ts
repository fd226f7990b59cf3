import { answerSearch } from '../../../../../api/search/answers.ts';
import { type CopyProps, readCopy } from '../../read-copy.ts';

export const dynamic = 'force-static';
export const generateStaticParams = () => [];

/** The kept copies of /api/search. */
export async function GET(_: Request, props: CopyProps): Promise<Response> {
  const copy = await readCopy(props);
  return copy instanceof Response ? copy : answerSearch(new URLSearchParams(copy.text), copy.currency);
}
