/** `country` is an ISO 3166 code. */
export type Buyer = { email: string; name: string; country: string };

export const TEST_BUYER: Buyer = { email: 'buyer@example.org', name: 'Test Buyer', country: 'DE' };
