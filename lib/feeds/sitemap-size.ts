/** Works a sitemap file. */
export const SITEMAP_SIZE = 20_000;
