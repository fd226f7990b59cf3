import path from 'node:path';

/** @type {import('next').NextConfig} */
export default {
  poweredByHeader: false,
  typescript: { ignoreBuildErrors: true },
  // The packages are those of the repository.
  turbopack: { root: path.resolve(import.meta.dirname, '../..') },
};
