import Link from 'next/link';
import { z } from 'zod';
import { HideWorkForm } from '#components/admin/hide-work-form.tsx';
import { WaitingWorkRow } from '#components/admin/waiting-work-row.tsx';
import { WorkRow } from '#components/admin/work-row.tsx';
import { Button, buttonClass } from '#components/ui/button.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { TextField } from '#components/ui/field.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { SubmitButton } from '#components/ui/submit-button.tsx';
import { problemMessage } from '#lib/auth/problem.ts';
import { requireModerator } from '#lib/auth/viewer.ts';
import type { ModeratedWork } from '#lib/domain/posts/moderated-work.ts';
import { canModerate, type Viewer } from '#lib/domain/viewer.ts';
import { oneLine } from '#lib/schemas/text.ts';
import { findWorks, MAX_FOUND } from '#lib/search/find-works.ts';
import { countWaitingWorks, listWaitingWorks, MAX_WAITING } from '#lib/search/list-waiting-works.ts';
import { currentShop } from '#lib/settings/refresh-shop.ts';
import { adminMetadata } from '../admin-metadata.ts';
import { approveWorkAction, declineWorkAction, hideWorkAction, showWorkAction } from './actions.ts';

export const generateMetadata = adminMetadata('Works', canModerate);

const RESULTS: Readonly<Record<string, string>> = {
  hidden: 'The work is hidden. Its artist sees why on the dashboard.',
  shown: 'The work is shown again.',
  approved: 'The work is public, and its artist gets a mail.',
  declined: 'The work is a draft again. Its artist gets a mail with the reason.',
};
// Anybody can edit a URL: an invalid parameter counts as missing.
const parameter = z.string().max(254).transform(oneLine).catch('');
const querySchema = z.object({ q: parameter, said: parameter, problem: parameter, waiting: parameter });

type Props = { searchParams: Promise<Record<string, string | string[]>> };

/** Finds works, hides them, shows them again, and approves first works; for moderators and admins. */
export default async function ModeratedWorksPage({ searchParams }: Props) {
  const viewer = await requireModerator('/admin/works');
  const { q, said, problem, waiting } = querySchema.parse(await searchParams);
  const isWaitingList = waiting === 'on';
  const [count, { settings }] = await Promise.all([countWaitingWorks(viewer), currentShop()]);
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
      {(count > 0 || settings.works.approveFirst || isWaitingList) && (
        <nav aria-label="Lists of works" className="mt-4 flex gap-6 text-sm">
          {[
            { href: '/admin/works', text: 'Find works', isCurrent: !isWaitingList },
            { href: '/admin/works?waiting=on', text: `Waiting for approval (${count})`, isCurrent: isWaitingList },
          ].map(({ href, text, isCurrent }) => (
            <Link
              key={href}
              href={href}
              prefetch={false}
              aria-current={isCurrent ? 'page' : undefined}
              className="text-quiet underline underline-offset-4 aria-[current]:text-ink"
            >
              {text}
            </Link>
          ))}
        </nav>
      )}
      <div className="mt-4 mb-6 grid max-w-3xl gap-3 empty:hidden">
        <Notice>{problemMessage(problem)}</Notice>
        <Notice tone="done">{Object.hasOwn(RESULTS, said) && RESULTS[said]}</Notice>
      </div>
      {isWaitingList ? (
        <WaitingWorks viewer={viewer} isOn={settings.works.approveFirst} />
      ) : (
        <FoundWorks viewer={viewer} q={q} />
      )}
    </>
  );
}

async function WaitingWorks({ viewer, isOn }: { viewer: Viewer; isOn: boolean }) {
  const works = await listWaitingWorks(viewer);
  const now = new Date();
  return (
    <>
      <p className="max-w-prose text-sm text-quiet">
        {isOn
          ? 'First works of artists of whom nothing was public yet, the oldest first. After the first one that you approve, an artist’s later works are public at once.'
          : 'The setting “first works are looked at before they are public” is off: no other works will wait. These stay until you decide about them, or their artists publish them again.'}
      </p>
      {works.length === 0 ? (
        <EmptyState title="Nothing waits">New artists’ first works appear here.</EmptyState>
      ) : (
        <ul className="max-w-3xl">
          {works.map((work) => (
            <WaitingWorkRow key={work.id} work={work} now={now}>
              <form action={approveWorkAction}>
                <input type="hidden" name="postId" value={work.id} />
                <input type="hidden" name="version" value={work.version} />
                <SubmitButton variant="quiet" pendingText="…">
                  Approve<span className="sr-only">: {work.title}</span>
                </SubmitButton>
              </form>
              <HideWorkForm postId={work.id} title={work.title} q="" words={DECLINE} action={declineWorkAction} />
            </WaitingWorkRow>
          ))}
        </ul>
      )}
      {works.length === MAX_WAITING && (
        <p className="mt-4 text-sm text-quiet">
          These are the oldest {MAX_WAITING}. The others appear once you have decided about these.
        </p>
      )}
    </>
  );
}

const DECLINE = {
  summary: 'Do not approve',
  text: 'It becomes a draft again, and its artist gets a mail with the reason. They can change it and publish it once more.',
  hint: 'The artist reads this.',
  button: 'Make it a draft again',
  pending: 'One moment…',
} as const;

async function FoundWorks({ viewer, q }: { viewer: Viewer; q: string }) {
  const works = await findWorks(viewer, q);
  return (
    <>
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
                {(viewer.role === 'ADMIN' || work.artist.username !== viewer.username) && (
                  <HideOrShow work={work} q={q} />
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

function HideOrShow({ work, q }: { work: ModeratedWork; q: string }) {
  if (!work.hiddenAt || work.hiddenWithArtist)
    return <HideWorkForm postId={work.id} title={work.title} q={q} action={hideWorkAction} />;
  return (
    <form action={showWorkAction}>
      <input type="hidden" name="postId" value={work.id} />
      <input type="hidden" name="q" value={q} />
      <SubmitButton variant="text" pendingText="…">
        Show again<span className="sr-only">: {work.title}</span>
      </SubmitButton>
    </form>
  );
}
