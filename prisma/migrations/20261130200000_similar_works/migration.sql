-- Works that are for sale, by price: “similar works” looks at those next to a work. Sold ones, which become the most, are not read.
CREATE INDEX posts_for_sale_by_price ON posts (price_value, id) INCLUDE (artist_id)
  WHERE status = 'LISTED' AND hidden_at IS NULL;
