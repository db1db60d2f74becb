/** @type {import('next').NextConfig} */
export default {
  // With another folder, a second build (for a test or screenshots) does not overwrite the one being served.
  distDir: process.env.SEEDLEAF_NEXT_DIR ?? '.next',
  serverExternalPackages: [
    'pg',
    '@prisma/adapter-pg',
    '@prisma/client',
    '@node-rs/argon2',
    'undici',
    'gpt-tokenizer',
    'eld',
  ],
  // `npm test` checks types; a start need not wait for that.
  typescript: { ignoreBuildErrors: true },
  poweredByHeader: false,
  // Fewer, larger files compress better. In bytes before minifying; Next's default is 50,000.
  experimental: { turbopackChunking: { minChunkSize: 400_000 } },
  reactStrictMode: true,
};
