-- The rates of one day, so that prices can be converted before any were fetched, and where there is no network.
--
-- Origin: the European Central Bank's euro foreign exchange reference rates of 6 October 2026, all 29, as published in
-- https://www.ecb.europa.eu/stats/eurofxref/eurofxref-daily.xml that afternoon. The copy was compared with the bank's
-- 90-day file of that day (all 29 alike), and dollar, yen and pound with what others kept of the same day.

-- What counts while another rate for the same day waits for a person, or was not believed.
ALTER TABLE exchange_rates ADD COLUMN accepted_rate numeric(24, 12) CHECK (accepted_rate > 0);

CREATE TEMPORARY TABLE first_rates (currency char(3), rate numeric, digits smallint) ON COMMIT DROP;
INSERT INTO first_rates VALUES
  ('USD', 1.1269, 2), ('JPY', 178.15, 0), ('CZK', 24.405, 2), ('DKK', 7.4747, 2), ('GBP', 0.84880, 2),
  ('HUF', 364.95, 2), ('PLN', 4.3650, 2), ('RON', 5.3510, 2), ('SEK', 11.2425, 2), ('CHF', 0.9359, 2),
  ('ISK', 137.20, 2), ('NOK', 10.7780, 2), ('TRY', 55.4196, 2), ('AUD', 1.6140, 2), ('BRL', 5.5991, 2),
  ('CAD', 1.6058, 2), ('CNY', 7.5554, 2), ('HKD', 8.8438, 2), ('IDR', 20104.80, 2), ('ILS', 3.4348, 2),
  ('INR', 108.6615, 2), ('KRW', 1508.67, 0), ('MXN', 20.2217, 2), ('MYR', 4.6034, 2), ('NZD', 2.0061, 2),
  ('PHP', 70.702, 2), ('SGD', 1.4392, 2), ('THB', 37.836, 2), ('ZAR', 18.5829, 2);

INSERT INTO exchange_rates (source, day, currency, rate)
  SELECT 'European Central Bank', date '2026-10-06', currency, rate FROM first_rates;

INSERT INTO current_rates (currency, rate, digits, day, source)
  SELECT currency, rate, digits, date '2026-10-06', 'European Central Bank' FROM first_rates
  UNION ALL SELECT 'EUR', 1, 2, date '2026-10-06', 'European Central Bank'
  ON CONFLICT (currency) DO NOTHING;

UPDATE posts SET price_value = (price_amount / (rate * 10::numeric ^ digits))::double precision
  FROM current_rates WHERE currency = price_currency;
