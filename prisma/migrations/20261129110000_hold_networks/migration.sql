-- Holds are limited by the networks around an address too, and a checkout can be tried again at any time.

-- buyer_networks: keyed hashes of the address and of the networks around it, narrowest first.
-- buyer_known: the buyer's account had an age or a sale, so that the limits for anonymous buyers do not count this order.
-- session_attempt: part of the idempotency key of the session's request.
-- extended_at: when another attempt last gave the hold its full time again.
ALTER TABLE "orders"
    ADD COLUMN "buyer_networks" TEXT[] NOT NULL DEFAULT '{}',
    ADD COLUMN "buyer_known" BOOLEAN NOT NULL DEFAULT false,
    ADD COLUMN "session_attempt" INTEGER NOT NULL DEFAULT 0,
    ADD COLUMN "extended_at" TIMESTAMPTZ(3);

-- The holds of the version before count for their address.
UPDATE "orders" SET "buyer_networks" = ARRAY["buyer_address"] WHERE status = 'HELD' AND "buyer_address" IS NOT NULL;

CREATE INDEX "orders_held_by_network" ON "orders" USING gin ("buyer_networks") WHERE status = 'HELD';

-- Holds without a payment page, which the worker looks for every ten seconds.
CREATE INDEX "orders_unopened" ON "orders" ("created_at") WHERE status = 'HELD' AND "checkout_url" IS NULL;

-- Only counted, for admins: how many works can be bought or are held.
CREATE INDEX "posts_on_sale" ON "posts" ("id") WHERE status = 'LISTED' AND "hidden_at" IS NULL;
