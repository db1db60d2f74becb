/** @type {import('next').NextConfig} */
export default {
  // Another folder lets a second checkout state (a test, a screenshot run) build beside the served one.
  distDir: process.env.SEEDLEAF_NEXT_DIR ?? '.next',
  serverExternalPackages: ['pg', '@prisma/adapter-pg', '@prisma/client', '@node-rs/argon2', 'undici', 'gpt-tokenizer'],
  // Types are checked by `npm test`; a start has no need to wait for them.
  typescript: { ignoreBuildErrors: true },
  poweredByHeader: false,
  reactStrictMode: true,
};
