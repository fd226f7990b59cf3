import type Stripe from 'stripe';

/** The buyer in a session's shape. @param buyer `country` is an ISO 3166 code. */
export function customerDetails(buyer: {
  email: string;
  name?: string;
  country?: string;
}): Stripe.Checkout.Session.CustomerDetails {
  const { email } = buyer;
  const name = buyer.name || null;
  const country = buyer.country || null;
  const address = { city: null, country, line1: null, line2: null, postal_code: null, state: null };
  return {
    address: country ? address : null,
    business_name: null,
    email,
    individual_name: name,
    name,
    phone: null,
    tax_exempt: 'none',
    tax_ids: [],
  };
}
