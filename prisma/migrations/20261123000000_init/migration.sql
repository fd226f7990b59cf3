CREATE EXTENSION IF NOT EXISTS "citext";

CREATE TYPE "role" AS ENUM ('MEMBER', 'ADMIN');
CREATE TYPE "post_status" AS ENUM ('DRAFT', 'LISTED', 'SOLD');
CREATE TYPE "order_status" AS ENUM ('HELD', 'PROCESSING', 'PAID', 'CANCELLED', 'EXPIRED', 'FAILED', 'REFUND_DUE', 'REFUNDED', 'DISPUTED');

CREATE TABLE "users" (
    "id" UUID NOT NULL,
    "username" CITEXT NOT NULL,
    "email" CITEXT NOT NULL,
    "password_hash" TEXT,
    "display_name" TEXT NOT NULL,
    "bio" TEXT NOT NULL DEFAULT '',
    "role" "role" NOT NULL DEFAULT 'MEMBER',
    "session_version" INTEGER NOT NULL DEFAULT 0,
    "suspended_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT "users_pkey" PRIMARY KEY ("id"),
    -- A name is never mistaken for an address: sign-in takes either.
    CONSTRAINT "users_username_no_at" CHECK (position('@' in username::text) = 0)
);

CREATE TABLE "identities" (
    "provider" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "user_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT "identities_pkey" PRIMARY KEY ("provider", "subject")
);

CREATE TABLE "posts" (
    "id" UUID NOT NULL,
    "slug" TEXT NOT NULL,
    "artist_id" UUID NOT NULL,
    "title" TEXT NOT NULL,
    "description" TEXT NOT NULL DEFAULT '',
    "content" TEXT NOT NULL DEFAULT '',
    "price_amount" BIGINT NOT NULL,
    "price_currency" CHAR(3) NOT NULL,
    "tags" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "medium" TEXT,
    "year" INTEGER,
    "dimensions" TEXT,
    "status" "post_status" NOT NULL DEFAULT 'DRAFT',
    "held_until" TIMESTAMPTZ(3),
    "listed_at" TIMESTAMPTZ(3),
    "sold_at" TIMESTAMPTZ(3),
    "hidden_at" TIMESTAMPTZ(3),
    "visitors" INTEGER NOT NULL DEFAULT 0,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT "posts_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "posts_price_positive" CHECK (price_amount > 0),
    CONSTRAINT "posts_listed_has_date" CHECK (status = 'DRAFT' OR listed_at IS NOT NULL),
    CONSTRAINT "posts_sold_has_date" CHECK ((status = 'SOLD') = (sold_at IS NOT NULL))
);

CREATE TABLE "post_images" (
    "id" UUID NOT NULL,
    "owner_id" UUID NOT NULL,
    "post_id" UUID,
    "position" INTEGER NOT NULL DEFAULT 0,
    "alt" TEXT NOT NULL DEFAULT '',
    "key" CHAR(64) NOT NULL,
    "width" INTEGER NOT NULL,
    "height" INTEGER NOT NULL,
    "widths" INTEGER[],
    "placeholder" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT "post_images_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "orders" (
    "id" UUID NOT NULL,
    "post_id" UUID NOT NULL,
    "status" "order_status" NOT NULL DEFAULT 'HELD',
    "buyer_id" UUID,
    "buyer_token" TEXT NOT NULL,
    "buyer_email" TEXT,
    "buyer_name" TEXT,
    "buyer_country" TEXT,
    "amount" BIGINT NOT NULL,
    "currency" CHAR(3) NOT NULL,
    "price_amount" BIGINT NOT NULL,
    "price_currency" CHAR(3) NOT NULL,
    "rate" DECIMAL(24,12) NOT NULL DEFAULT 1,
    "rate_date" DATE,
    "rate_source" TEXT,
    "session_id" TEXT,
    "checkout_url" TEXT,
    "payment_intent_id" TEXT,
    "refund_id" TEXT,
    "held_until" TIMESTAMPTZ(3) NOT NULL,
    "flag" TEXT,
    "paid_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT "orders_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "orders_amount_positive" CHECK (amount > 0 AND price_amount > 0)
);

CREATE TABLE "stripe_events" (
    "id" TEXT NOT NULL,
    "type" TEXT NOT NULL,
    "order_id" UUID,
    "outcome" TEXT NOT NULL,
    "detail" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "received_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT "stripe_events_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "messages" (
    "id" UUID NOT NULL,
    "order_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "recipient" TEXT NOT NULL,
    "sent_at" TIMESTAMPTZ(3),
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "last_error" TEXT,
    "due_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT "messages_pkey" PRIMARY KEY ("id")
);

CREATE UNIQUE INDEX "users_username_key" ON "users"("username");
CREATE UNIQUE INDEX "users_email_key" ON "users"("email");
CREATE INDEX "identities_user_id_idx" ON "identities"("user_id");
CREATE UNIQUE INDEX "posts_slug_key" ON "posts"("slug");
CREATE INDEX "posts_by_artist" ON "posts"("artist_id", "created_at" DESC, "id" DESC);
CREATE INDEX "post_images_post_id_position_idx" ON "post_images"("post_id", "position");
CREATE INDEX "post_images_owner_id_idx" ON "post_images"("owner_id");
CREATE INDEX "post_images_key_idx" ON "post_images"("key");
CREATE UNIQUE INDEX "orders_session_id_key" ON "orders"("session_id");
CREATE UNIQUE INDEX "orders_payment_intent_id_key" ON "orders"("payment_intent_id");
CREATE INDEX "orders_post_id_created_at_idx" ON "orders"("post_id", "created_at" DESC);
CREATE INDEX "orders_buyer_id_created_at_idx" ON "orders"("buyer_id", "created_at" DESC);
CREATE INDEX "orders_by_age" ON "orders"("created_at");
CREATE INDEX "stripe_events_order_id_idx" ON "stripe_events"("order_id");
CREATE UNIQUE INDEX "messages_order_id_kind_recipient_key" ON "messages"("order_id", "kind", "recipient");

-- The gallery and the artist's page, in their order. Drafts and hidden posts are not in them.
CREATE INDEX "posts_gallery" ON "posts"("listed_at" DESC, "id" DESC) WHERE status <> 'DRAFT' AND hidden_at IS NULL;
CREATE INDEX "posts_by_artist_public" ON "posts"("artist_id", "listed_at" DESC, "id" DESC) WHERE status <> 'DRAFT' AND hidden_at IS NULL;
CREATE INDEX "orders_unfinished" ON "orders"("created_at") WHERE status IN ('HELD', 'PROCESSING', 'REFUND_DUE');
CREATE INDEX "messages_unsent" ON "messages"("due_at") WHERE sent_at IS NULL;

-- Pictures without a post, which the worker removes after a day.
CREATE INDEX "post_images_orphans" ON "post_images"("created_at") WHERE post_id IS NULL;

-- A work is sold once, whatever the code above it does.
CREATE UNIQUE INDEX "orders_one_live_per_post" ON "orders"("post_id") WHERE status IN ('HELD', 'PROCESSING', 'PAID', 'DISPUTED');

ALTER TABLE "identities" ADD CONSTRAINT "identities_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "posts" ADD CONSTRAINT "posts_artist_id_fkey" FOREIGN KEY ("artist_id") REFERENCES "users"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "post_images" ADD CONSTRAINT "post_images_owner_id_fkey" FOREIGN KEY ("owner_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "post_images" ADD CONSTRAINT "post_images_post_id_fkey" FOREIGN KEY ("post_id") REFERENCES "posts"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "orders" ADD CONSTRAINT "orders_post_id_fkey" FOREIGN KEY ("post_id") REFERENCES "posts"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "orders" ADD CONSTRAINT "orders_buyer_id_fkey" FOREIGN KEY ("buyer_id") REFERENCES "users"("id") ON DELETE SET NULL ON UPDATE CASCADE;
ALTER TABLE "messages" ADD CONSTRAINT "messages_order_id_fkey" FOREIGN KEY ("order_id") REFERENCES "orders"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
