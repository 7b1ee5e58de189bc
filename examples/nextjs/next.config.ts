import type { NextConfig } from 'next';

const config: NextConfig = {
  // The lockfile of a folder further up does not make that the root.
  turbopack: { root: import.meta.dirname },
  // `next dev` writes no files for coding agents into the folder.
  agentRules: false,
  devIndicators: false,
  poweredByHeader: false,
};

export default config;
