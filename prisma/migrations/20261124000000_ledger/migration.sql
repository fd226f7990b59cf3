-- What a sale needs beside its happy path: refunds, the ledger, the events' text, and the reconciler's notes.

-- asked_at: when the reconciler last took this order to ask Stripe about it.
-- buyer_address: a keyed hash of where the checkout came from, for the limit on holds.
ALTER TABLE "orders"
    ADD COLUMN "asked_at" TIMESTAMPTZ(3),
    ADD COLUMN "buyer_address" TEXT,
    ADD COLUMN "refund_requested_at" TIMESTAMPTZ(3),
    ADD COLUMN "refund_requested_by" UUID,
    ADD COLUMN "refund_attempts" INTEGER NOT NULL DEFAULT 0,
    ADD COLUMN "refund_after" TIMESTAMPTZ(3);
-- The refunds have a table of their own now.
ALTER TABLE "orders" DROP COLUMN "refund_id";
ALTER TABLE "orders" ADD CONSTRAINT "orders_refund_requested_by_fkey" FOREIGN KEY ("refund_requested_by") REFERENCES "users"("id") ON DELETE SET NULL ON UPDATE CASCADE;

CREATE INDEX "orders_to_ask" ON "orders"("asked_at" NULLS FIRST, "created_at") WHERE status IN ('HELD', 'PROCESSING');
CREATE INDEX "orders_to_refund" ON "orders"("refund_after" NULLS FIRST, "created_at") WHERE status = 'REFUND_DUE' OR (status = 'PAID' AND refund_requested_at IS NOT NULL);
CREATE INDEX "orders_flagged" ON "orders"("created_at" DESC) WHERE flag IS NOT NULL;
CREATE INDEX "orders_held_by_token" ON "orders"("buyer_token") WHERE status = 'HELD';
CREATE INDEX "orders_held_by_buyer" ON "orders"("buyer_id") WHERE status = 'HELD' AND buyer_id IS NOT NULL;
CREATE INDEX "orders_held_by_address" ON "orders"("buyer_address") WHERE status = 'HELD' AND buyer_address IS NOT NULL;

-- What came, word for word, so that it can be applied later or once more.
ALTER TABLE "stripe_events"
    ADD COLUMN "payment_intent_id" TEXT,
    ADD COLUMN "payload" JSONB;
CREATE INDEX "stripe_events_by_time" ON "stripe_events"("received_at" DESC, "id" DESC);
CREATE INDEX "stripe_events_by_outcome" ON "stripe_events"("outcome", "received_at" DESC, "id" DESC) WHERE outcome <> 'applied';
CREATE INDEX "stripe_events_waiting" ON "stripe_events"("payment_intent_id") WHERE outcome = 'waiting';

CREATE TABLE "refunds" (
    "id" TEXT NOT NULL,
    "order_id" UUID NOT NULL,
    "amount" BIGINT NOT NULL,
    "currency" CHAR(3) NOT NULL,
    "status" TEXT NOT NULL,
    "failure_reason" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT "refunds_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "refunds_amount_positive" CHECK (amount > 0),
    CONSTRAINT "refunds_status" CHECK (status IN ('pending', 'succeeded', 'failed'))
);
CREATE INDEX "refunds_order_id_idx" ON "refunds"("order_id");
ALTER TABLE "refunds" ADD CONSTRAINT "refunds_order_id_fkey" FOREIGN KEY ("order_id") REFERENCES "orders"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- How far the reconciler has compared a list of Stripe's with what stands here.
CREATE TABLE "reconciler_marks" (
    "name" TEXT NOT NULL,
    "up_to" TIMESTAMPTZ(3) NOT NULL,
    "taken_until" TIMESTAMPTZ(3),
    CONSTRAINT "reconciler_marks_pkey" PRIMARY KEY ("name")
);

-- The ledger: what moved, once for each key (an id of Stripe's and what it did), and the accounts it moved between.
CREATE TABLE "ledger_transactions" (
    "id" BIGINT GENERATED ALWAYS AS IDENTITY,
    "key" TEXT NOT NULL,
    "order_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "occurred_at" TIMESTAMPTZ(3) NOT NULL,
    "recorded_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT "ledger_transactions_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "ledger_transactions_kind" CHECK (kind IN ('charge', 'refund', 'refund-failed', 'dispute', 'dispute-returned', 'settlement'))
);
CREATE UNIQUE INDEX "ledger_transactions_key_key" ON "ledger_transactions"("key");
CREATE INDEX "ledger_transactions_order_id_idx" ON "ledger_transactions"("order_id");
ALTER TABLE "ledger_transactions" ADD CONSTRAINT "ledger_transactions_order_id_fkey" FOREIGN KEY ("order_id") REFERENCES "orders"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

CREATE TABLE "ledger_entries" (
    "transaction_id" BIGINT NOT NULL,
    "account" TEXT NOT NULL,
    "currency" CHAR(3) NOT NULL,
    "amount" BIGINT NOT NULL,
    CONSTRAINT "ledger_entries_pkey" PRIMARY KEY ("transaction_id", "account", "currency"),
    CONSTRAINT "ledger_entries_account" CHECK (account IN ('buyer', 'stripe', 'fees', 'conversion')),
    CONSTRAINT "ledger_entries_amount" CHECK (amount <> 0)
);
ALTER TABLE "ledger_entries" ADD CONSTRAINT "ledger_entries_transaction_id_fkey" FOREIGN KEY ("transaction_id") REFERENCES "ledger_transactions"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- Every transaction sums to nothing in every currency, and so does every order.
CREATE FUNCTION "ledger_must_balance"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM ledger_entries WHERE transaction_id = NEW.transaction_id GROUP BY currency HAVING sum(amount) <> 0) THEN
        RAISE EXCEPTION 'ledger transaction % does not balance', NEW.transaction_id USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER "ledger_entries_balance" AFTER INSERT ON "ledger_entries"
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION "ledger_must_balance"();

-- What has been written stays as it is; a mistake is put right by another entry.
CREATE FUNCTION "ledger_is_append_only"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the ledger is append-only' USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER "ledger_transactions_append_only" BEFORE UPDATE OR DELETE OR TRUNCATE ON "ledger_transactions"
    FOR EACH STATEMENT EXECUTE FUNCTION "ledger_is_append_only"();
CREATE TRIGGER "ledger_entries_append_only" BEFORE UPDATE OR DELETE OR TRUNCATE ON "ledger_entries"
    FOR EACH STATEMENT EXECUTE FUNCTION "ledger_is_append_only"();
