import type { Metadata } from 'next';
import { z } from 'zod';
import { RightsForm } from '#components/reports/rights-form.tsx';
import { env } from '#lib/env.ts';
import { sendNoticeAction } from './actions.ts';

export const metadata: Metadata = { title: 'Notice of infringement' };

/** The work that somebody comes from. Anybody can edit a URL: an invalid one counts as missing. */
const workSchema = z
  .string()
  .regex(/^\/posts\/[\w-]{1,200}$/)
  .catch('');

type Props = { searchParams: Promise<Record<string, string | string[]>> };

/** For the owners of copyrights and trademarks. */
export default async function RightsPage({ searchParams }: Props) {
  const work = workSchema.parse((await searchParams).work);
  const locations = work && `${env().NEXTAUTH_URL}${work}`;
  return (
    <div className="mx-auto max-w-prose py-12 sm:py-20">
      <h1 className="mb-6 font-serif text-4xl tracking-tight">Notice of infringement</h1>
      <div className="mb-8 space-y-4 leading-relaxed">
        <p>
          If a work in this shop infringes your copyright or trademark, or that of somebody for whom you may act, please
          fill in this form. It asks for what the law does (17 U.S.C. § 512(c)(3) and article 16 of the Digital Services
          Act).
        </p>
        <p className="text-sm text-quiet">
          The artist learns what you say about the works. If they send a counter-notice, you get a copy. A claim that is
          knowingly false may mean that you have to pay for the damage.
        </p>
      </div>
      <RightsForm action={sendNoticeAction} initial={{ values: { locations }, fieldErrors: {} }} />
    </div>
  );
}
