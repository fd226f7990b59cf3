import { type Db, Prisma } from '#lib/db.ts';
import { CLOSED_NAME } from '#lib/domain/leaving.ts';
import type { ProvenAccount } from './erase-messages.ts';

/** What an artist has answered to decisions goes with the account, and so do their name and what they have reported. */
export async function forgetInReports(tx: Db, { id, email }: ProvenAccount): Promise<void> {
  await tx.caseDecision.updateMany({
    where: { case: { artistId: id } },
    data: { answer: null, counterNotice: Prisma.DbNull },
  });
  const ownPage = { subjectKind: 'artist', subjectId: id };
  await tx.reportCase.updateMany({ where: ownPage, data: { subjectName: CLOSED_NAME } });
  if (email !== null) await tx.report.updateMany({ where: { email }, data: { email: null, notice: Prisma.DbNull } });
}
