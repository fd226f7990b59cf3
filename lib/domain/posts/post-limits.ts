/** How much each field of the post form holds: characters, or entries of a list. */
export const POST_LIMITS = {
  title: 120,
  description: 280,
  content: 10_000,
  tags: 10,
  tag: 30,
  short: 120,
  pictures: 8,
  alt: 300,
  price: 40,
} as const;

/** The fields of the post form that are shown again as they were typed, with their limits. */
export const SHOWN_IN_POST_FORM = {
  title: POST_LIMITS.title,
  description: POST_LIMITS.description,
  content: POST_LIMITS.content,
  price: POST_LIMITS.price,
  currency: 3,
  // With a comma and a space.
  tags: POST_LIMITS.tags * (POST_LIMITS.tag + 2),
  medium: POST_LIMITS.short,
  year: 4,
  dimensions: POST_LIMITS.short,
} as const;
