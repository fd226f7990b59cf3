-- Exchange rates: every day that was fetched, those in use now, and the state of the fetching.

CREATE TABLE exchange_rates (
  source text NOT NULL,
  day date NOT NULL,
  currency char(3) NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
  -- Units of the currency for one euro.
  rate numeric(24, 12) NOT NULL CHECK (rate > 0),
  -- held: moved too far in a day to be believed without a person; discarded: a person did not believe it.
  state text NOT NULL DEFAULT 'accepted' CHECK (state IN ('accepted', 'held', 'discarded')),
  fetched_at timestamptz(3) NOT NULL DEFAULT now(),
  PRIMARY KEY (source, currency, day)
);
CREATE INDEX exchange_rates_held ON exchange_rates (day DESC, currency) WHERE state = 'held';

CREATE TABLE current_rates (
  currency char(3) PRIMARY KEY CHECK (currency ~ '^[A-Z]{3}$'),
  rate numeric(24, 12) NOT NULL CHECK (rate > 0),
  -- Digits of the minor unit in which prices are stored.
  digits smallint NOT NULL CHECK (digits BETWEEN 0 AND 3),
  day date NOT NULL,
  source text NOT NULL
);

CREATE TABLE rate_services (
  source text PRIMARY KEY,
  next_fetch_at timestamptz(3) NOT NULL DEFAULT now(),
  -- The last attempt, and the last that brought rates.
  tried_at timestamptz(3),
  fetched_at timestamptz(3),
  error text,
  failures integer NOT NULL DEFAULT 0
);

-- What a work costs in euros by the rates in use, so that prices in different currencies can be sorted and
-- filtered. Never charged. Without a rate nobody knows, and the work stands behind all others.
ALTER TABLE posts ADD COLUMN price_value double precision NOT NULL DEFAULT 'Infinity';

CREATE FUNCTION posts_set_price_value() RETURNS trigger AS $$
BEGIN
  NEW.price_value := COALESCE(
    (SELECT (NEW.price_amount / (rate * 10::numeric ^ digits))::double precision
     FROM current_rates WHERE currency = NEW.price_currency),
    'Infinity');
  RETURN NEW;
END
$$ LANGUAGE plpgsql;

CREATE TRIGGER posts_price_value BEFORE INSERT OR UPDATE OF price_amount, price_currency ON posts
  FOR EACH ROW EXECUTE FUNCTION posts_set_price_value();

CREATE INDEX posts_by_price ON posts (price_value, id) WHERE status <> 'DRAFT' AND hidden_at IS NULL;
