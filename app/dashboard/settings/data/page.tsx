import type { Metadata } from 'next';
import Link from 'next/link';
import { z } from 'zod';
import { ExportStatus } from '#components/accounts/export-status.tsx';
import { buttonClass } from '#components/ui/button.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { SubmitButton } from '#components/ui/submit-button.tsx';
import { problemMessage } from '#lib/auth/problem.ts';
import { requireViewer } from '#lib/auth/viewer.ts';
import { findExports } from '#lib/leaving/export/find-exports.ts';
import { requestExportAction } from './actions.ts';

export const metadata: Metadata = { title: 'Your data' };

// Anybody can edit a URL: an invalid parameter counts as missing.
const querySchema = z.object({
  kept: z.literal('true').optional().catch(undefined),
  problem: z.string().optional().catch(undefined),
});

type Props = { searchParams: Promise<Record<string, string | string[]>> };

/** Everything that is stored about the viewer, as a file; and the way out. */
export default async function DataPage({ searchParams }: Props) {
  const viewer = await requireViewer('/dashboard/settings/data');
  const { kept, problem } = querySchema.parse(await searchParams);
  const exports = await findExports(viewer);
  return (
    <div className="max-w-2xl">
      <Notice tone="done">{kept && 'Your account stays, and your works are back.'}</Notice>
      <Notice>{problemMessage(problem)}</Notice>
      <section className={kept || problem ? 'mt-8' : ''}>
        <h1 className="mb-3 text-lg font-medium">Export your data</h1>
        <p className="mb-5 leading-relaxed">
          You get one ZIP file with everything that this shop stores about your account: your works with their pictures
          as you uploaded them, your sales and purchases with every payment, your sessions and settings. We send you a
          mail when it is ready.
        </p>
        <ExportStatus {...exports} />
        {!exports.requestedAt && (
          <form action={requestExportAction} className="mt-5">
            <SubmitButton variant="quiet" pendingText="One moment…">
              Export my data
            </SubmitButton>
          </form>
        )}
      </section>
      <section className="mt-14">
        <h2 className="mb-3 text-lg font-medium">Close your account</h2>
        <p className="mb-5 leading-relaxed">
          Your works leave the gallery at once. You have seven days to change your mind; then your data is removed.
        </p>
        <Link href="/dashboard/settings/data/close" prefetch={false} className={buttonClass('quiet')}>
          What closing means
        </Link>
      </section>
    </div>
  );
}
