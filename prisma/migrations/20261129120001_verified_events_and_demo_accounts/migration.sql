-- Whether it is known that Stripe sent the event. Of the rows up to now it is not: those that are still to be applied are
-- asked for at Stripe first.
ALTER TABLE "stripe_events" ADD COLUMN "verified" BOOLEAN NOT NULL DEFAULT false;

-- The demo gallery's accounts, whose ids are the same everywhere.
ALTER TABLE "users" ADD COLUMN "is_demo" BOOLEAN NOT NULL DEFAULT false;
UPDATE "users" SET "is_demo" = true WHERE "id" IN (
  'a04794a1-e26e-8ae9-ab98-62180c6fb11a',
  'caddbb02-ad58-8211-ab23-b51dc6c81490',
  '1fea5948-ce5b-8a06-953b-97d2d1169e06',
  '4821a450-9a44-88d6-9dfd-c8e6e63a767d',
  '390ef612-6372-8636-9d30-3149dcdc64f9',
  'a53b0824-2ba6-8cd5-9df0-fde6a123d44a',
  'fd931ade-5131-8137-8025-b1098e0f7ce9',
  'ef03de94-e643-845e-9438-d6b00f124b5d',
  '78fd012f-c4ee-81ce-9196-d95640659bdb',
  '6f38790d-4a74-8649-94de-c647596a6038'
);
