/** What the buttons of an order did, by the word in the URL. */
export const ORDER_RESULTS: Readonly<Record<string, string>> = {
  reject: 'The payment is being refunded, and the work is available again.',
  refund: 'The refund was requested. The worker retries it until it succeeds; the order’s page shows its state.',
  confirmed: 'Thank you. Nothing has been refunded yet: please press “Refund” again.',
  clear: 'Done. The order no longer needs attention.',
};
