-- For the host's list of orders: each filter has an index in the order of the list.
CREATE INDEX orders_by_status ON orders (status, created_at DESC, id DESC);
CREATE INDEX orders_by_seller ON orders (seller_id, created_at DESC, id DESC);
CREATE INDEX orders_by_currency ON orders (currency, created_at DESC, id DESC);
CREATE INDEX orders_by_buyer_email ON orders (lower(buyer_email), created_at DESC, id DESC) WHERE buyer_email IS NOT NULL;

-- For the sales by day: all that is summed is in the index.
CREATE INDEX orders_paid ON orders (paid_at) INCLUDE (status, currency, amount) WHERE paid_at IS NOT NULL;

-- What went back to buyers, by day.
CREATE INDEX ledger_transactions_returned ON ledger_transactions (occurred_at)
  WHERE kind IN ('refund', 'refund-failed', 'dispute', 'dispute-returned');

-- What was done to one order, for its page.
CREATE INDEX audit_log_by_order ON audit_log (subject_id, occurred_at) WHERE subject_kind = 'order';
