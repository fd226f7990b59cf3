import { z } from 'zod';
import { HideWorkForm } from '#components/admin/hide-work-form.tsx';
import { WorkRow } from '#components/admin/work-row.tsx';
import { Button, buttonClass } from '#components/ui/button.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { TextField } from '#components/ui/field.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { SubmitButton } from '#components/ui/submit-button.tsx';
import { problemMessage } from '#lib/auth/problem.ts';
import { requireModerator } from '#lib/auth/viewer.ts';
import { canModerate } from '#lib/domain/viewer.ts';
import { oneLine } from '#lib/schemas/text.ts';
import { findWorks, MAX_FOUND } from '#lib/search/find-works.ts';
import { adminMetadata } from '../admin-metadata.ts';
import { hideWorkAction, showWorkAction } from './actions.ts';

export const generateMetadata = adminMetadata('Works', canModerate);

const RESULTS: Readonly<Record<string, string>> = {
  hidden: 'The work is hidden. Its artist sees why on the dashboard.',
  shown: 'The work is shown again.',
};
// Anybody can edit a URL: an invalid parameter counts as missing.
const parameter = z.string().max(254).transform(oneLine).catch('');
const querySchema = z.object({ q: parameter, said: parameter, problem: parameter });

type Props = { searchParams: Promise<Record<string, string | string[]>> };

/** Finds works, hides them and shows them again; for moderators and admins. */
export default async function ModeratedWorksPage({ searchParams }: Props) {
  const viewer = await requireModerator('/admin/works');
  const { q, said, problem } = querySchema.parse(await searchParams);
  const works = await findWorks(viewer, q);
  return (
    <>
      <div className="flex flex-wrap items-baseline justify-between gap-4">
        <h1 className="text-lg font-medium">Works</h1>
        {viewer.role === 'ADMIN' && (
          <a href="/admin/works/export" download className={buttonClass('text')}>
            Download all works as CSV
          </a>
        )}
      </div>
      <search>
        <form action="/admin/works" className="mt-4 mb-6 flex max-w-lg items-end gap-3">
          <div className="grow">
            <TextField
              {...{ name: 'q', label: 'Title, URL or artist', type: 'search', defaultValue: q }}
              {...{ autoCapitalize: 'none', maxLength: 254 }}
            />
          </div>
          <Button type="submit" variant="quiet">
            Search
          </Button>
        </form>
      </search>
      <div className="mb-6 grid max-w-3xl gap-3 empty:hidden">
        <Notice>{problemMessage(problem)}</Notice>
        <Notice tone="done">{Object.hasOwn(RESULTS, said) && RESULTS[said]}</Notice>
      </div>
      {works.length === 0 ? (
        <EmptyState title={q ? 'No works found' : 'No hidden works'}>
          {q ? 'No title, URL or artist matches.' : 'Search for a work to hide it. Hidden works are listed here.'}
        </EmptyState>
      ) : (
        <>
          {q === '' && <p className="text-sm text-quiet">Hidden works, the last one first.</p>}
          <ul className="max-w-3xl">
            {works.map((work) => (
              <WorkRow key={work.id} work={work}>
                {work.hiddenAt && !work.hiddenWithArtist ? (
                  <form action={showWorkAction}>
                    <input type="hidden" name="postId" value={work.id} />
                    <input type="hidden" name="q" value={q} />
                    <SubmitButton variant="text" pendingText="…">
                      Show again<span className="sr-only">: {work.title}</span>
                    </SubmitButton>
                  </form>
                ) : (
                  <HideWorkForm postId={work.id} title={work.title} q={q} action={hideWorkAction} />
                )}
              </WorkRow>
            ))}
          </ul>
          {works.length === MAX_FOUND && (
            <p className="mt-4 text-sm text-quiet">
              These are the first {MAX_FOUND}. Search for more words to see others.
            </p>
          )}
        </>
      )}
    </>
  );
}
