import path from 'node:path';

/** @type {import('next').NextConfig} */
export default {
  poweredByHeader: false,
  typescript: { ignoreBuildErrors: true },
  // The packages are in the repository's node_modules.
  turbopack: { root: path.resolve(import.meta.dirname, '../..') },
};
