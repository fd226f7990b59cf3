/** The ways in that every page has in its header. */
export const SITE_LINKS: readonly { href: string; text: string }[] = [
  { href: '/search', text: 'All works' },
  { href: '/artists', text: 'Artists' },
];
