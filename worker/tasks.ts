import { deleteExpiredSessions } from '#lib/accounts/end-session.ts';
import { deleteExpiredChallenges } from '#lib/accounts/factors/passkey-challenges.ts';
import { resolvePasswordResets } from '#lib/accounts/resolve-password-resets.ts';
import { deleteOldIdempotencyKeys } from '#lib/api/idempotency.ts';
import { deleteEndedTokens } from '#lib/api-tokens/delete-ended-tokens.ts';
import { rotateSigningKeys } from '#lib/api-tokens/rotate-signing-keys.ts';
import { deleteExpiredAuditRows } from '#lib/audit/delete-expired-rows.ts';
import { createRateUpdater } from '#lib/currency/create-rate-updater.ts';
import { deleteOldFollows } from '#lib/follows/delete-old-follows.ts';
import { queueDigests } from '#lib/follows/queue-digests.ts';
import { recordHeartbeat } from '#lib/health/heartbeat.ts';
import { deleteOldImports } from '#lib/imports/delete-old-imports.ts';
import { runImports } from '#lib/imports/run-imports.ts';
import { cleanUpClosedAccounts } from '#lib/leaving/clean-up-accounts.ts';
import { closeDueAccounts } from '#lib/leaving/close-account.ts';
import { deleteExpiredErasureLinks } from '#lib/leaving/confirm-erasure.ts';
import { eraseDueBuyers } from '#lib/leaving/erase-buyers.ts';
import { makeExport } from '#lib/leaving/export/make-exports.ts';
import { removeOldExports } from '#lib/leaving/export/remove-old-exports.ts';
import { announceSale } from '#lib/live/announce.ts';
import { logFailure } from '#lib/logger.ts';
import { sendDueMessages } from '#lib/messages/send-due-messages.ts';
import { resolveUnopenedCheckouts } from '#lib/orders/checkout/resolve-unopened-checkouts.ts';
import { backfillEvents } from '#lib/orders/reconciliation/backfill-events.ts';
import { reconcileOrders } from '#lib/orders/reconciliation/reconcile-orders.ts';
import { recordBalanceTransactions } from '#lib/orders/reconciliation/record-balance-transactions.ts';
import { refundDueOrders } from '#lib/orders/refunds/refund-due-orders.ts';
import { retryWaitingEvents } from '#lib/orders/settlement/retry-waiting-events.ts';
import { deleteOldPayloads } from '#lib/orders/webhook-log/delete-old-payloads.ts';
import { removeIdleConsumers, trimEvents } from '#lib/payments/event-stream.ts';
import { removeUnusedPortraits } from '#lib/portraits/remove-unused-portraits.ts';
import { finishPictures } from '#lib/posts/finish-pictures.ts';
import { removeOrphanPictures } from '#lib/posts/remove-orphan-pictures.ts';
import { deleteOldForms } from '#lib/posts/saved-forms.ts';
import { deleteOldQuestions } from '#lib/questions/delete-old-questions.ts';
import { remindArtists } from '#lib/questions/remind-artists.ts';
import { deleteOldReports } from '#lib/reports/delete-old-reports.ts';
import { countWords } from '#lib/search/count-words.ts';
import { flushIndex } from '#lib/search/flush-index.ts';
import { indexDuePosts } from '#lib/search/index-due-posts.ts';
import { deleteExpiredTokens } from '#lib/tokens/delete-expired-tokens.ts';
import { flushVisits } from '#lib/visits/flush-visits.ts';
import { refreshWeeklyVisitors } from '#lib/visits/refresh-weekly-visitors.ts';
import { deleteOldWebhooks } from '#lib/webhooks/delete-old-webhooks.ts';
import { deliverWebhooks } from '#lib/webhooks/deliver-webhooks.ts';

type Task = { name: string; every: number; run(): Promise<unknown> };

const SECOND = 1_000;

function tasks(workerName: string, stopping: AbortSignal): Task[] {
  const announceAll = async (changes: Parameters<typeof announceSale>[0][]) => {
    for (const change of changes) await announceSale(change);
  };
  return [
    { name: 'heartbeat', every: 3 * SECOND, run: () => recordHeartbeat(workerName) },
    { name: 'lost passwords', every: SECOND / 2, run: resolvePasswordResets },
    { name: 'messages', every: SECOND / 2, run: sendDueMessages },
    // Runs for as long as the worker.
    { name: 'news for followers', every: 30 * SECOND, run: () => queueDigests(stopping) },
    { name: 'old follows', every: 60 * 60 * SECOND, run: deleteOldFollows },
    { name: 'questions without an answer', every: 60 * SECOND, run: remindArtists },
    { name: 'old questions', every: 60 * 60 * SECOND, run: deleteOldQuestions },
    { name: 'webhooks', every: SECOND, run: () => deliverWebhooks(stopping) },
    { name: 'refunds', every: 5 * SECOND, run: async () => announceAll(await refundDueOrders()) },
    { name: 'unopened checkouts', every: 10 * SECOND, run: async () => announceAll(await resolveUnopenedCheckouts()) },
    { name: 'open orders', every: 20 * SECOND, run: async () => announceAll(await reconcileOrders()) },
    { name: 'missed events', every: 20 * SECOND, run: async () => announceAll(await backfillEvents()) },
    { name: 'waiting events', every: 20 * SECOND, run: async () => announceAll(await retryWaitingEvents()) },
    { name: 'ledger', every: 15 * SECOND, run: async () => announceAll(await recordBalanceTransactions()) },
    { name: 'exchange rates', every: 5 * SECOND, run: createRateUpdater(stopping) },
    { name: 'search index', every: SECOND, run: () => indexDuePosts({ stop: stopping }) },
    { name: 'new search entries', every: SECOND, run: flushIndex },
    { name: 'search words', every: 10 * SECOND, run: () => countWords(stopping) },
    { name: 'visits', every: 5 * SECOND, run: () => flushVisits({ stop: stopping }) },
    { name: 'visits of the week', every: 10 * 60 * SECOND, run: () => refreshWeeklyVisitors({ stop: stopping }) },
    { name: 'stream trimming', every: 60 * SECOND, run: trimEvents },
    { name: 'idle consumers', every: 60 * 60 * SECOND, run: () => removeIdleConsumers() },
    { name: 'old payloads', every: 60 * 60 * SECOND, run: deleteOldPayloads },
    { name: 'orphan pictures', every: 60 * 60 * SECOND, run: () => removeOrphanPictures(stopping) },
    { name: 'unused portraits', every: 10 * 60 * SECOND, run: () => removeUnusedPortraits(stopping) },
    { name: 'expired links', every: 60 * 60 * SECOND, run: deleteExpiredTokens },
    { name: 'expired sessions', every: 60 * 60 * SECOND, run: deleteExpiredSessions },
    { name: 'ended personal access tokens', every: 60 * 60 * SECOND, run: deleteEndedTokens },
    { name: 'signing keys', every: 60 * 60 * SECOND, run: rotateSigningKeys },
    { name: 'expired passkey challenges', every: 60 * 60 * SECOND, run: deleteExpiredChallenges },
    { name: 'old audit rows', every: 60 * 60 * SECOND, run: () => deleteExpiredAuditRows(stopping) },
    { name: 'old idempotency keys', every: 60 * 60 * SECOND, run: deleteOldIdempotencyKeys },
    { name: 'old reports', every: 60 * 60 * SECOND, run: () => deleteOldReports(stopping) },
    { name: 'old forms', every: 60 * 60 * SECOND, run: deleteOldForms },
    { name: 'old webhooks', every: 60 * 60 * SECOND, run: () => deleteOldWebhooks(stopping) },
    { name: 'closing accounts', every: 60 * SECOND, run: () => closeDueAccounts(stopping) },
    { name: 'closed accounts', every: 60 * SECOND, run: () => cleanUpClosedAccounts(stopping) },
    { name: 'buyers to remove', every: 60 * SECOND, run: () => eraseDueBuyers(stopping) },
    { name: 'expired erasure links', every: 60 * 60 * SECOND, run: deleteExpiredErasureLinks },
    { name: 'exports', every: 3 * SECOND, run: () => makeExport(stopping) },
    { name: 'old exports', every: 60 * 60 * SECOND, run: removeOldExports },
    { name: 'imports', every: 2 * SECOND, run: () => runImports(stopping) },
    { name: 'old imports', every: 60 * 60 * SECOND, run: () => deleteOldImports(stopping) },
    { name: 'AVIF files', every: 3 * SECOND, run: () => finishPictures({ stop: stopping }) },
  ];
}

/**
 * Runs each task immediately and then repeatedly, with `every` milliseconds between the end of one run and the start of
 * the next. A failure is logged.
 * @returns a function that stops all tasks and waits for the running ones.
 */
export function startTasks(workerName: string): () => Promise<void> {
  const stopping = new AbortController();
  const running = tasks(workerName, stopping.signal).map((task) => repeat(task, stopping.signal));
  return async () => {
    stopping.abort();
    await Promise.all(running);
  };
}

async function repeat(task: Task, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    try {
      await task.run();
    } catch (error) {
      logFailure(`the task “${task.name}” failed`, error);
    }
    await new Promise<void>((resolve) => {
      // Randomized, so that several workers do not call Stripe at the same time.
      const timer = setTimeout(done, task.every * (0.9 + 0.2 * Math.random()));
      function done() {
        clearTimeout(timer);
        signal.removeEventListener('abort', done);
        resolve();
      }
      if (signal.aborted) done();
      else signal.addEventListener('abort', done);
    });
  }
}
