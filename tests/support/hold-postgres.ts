import { usePostgres } from '@/bin/postgres';

// A process that uses the Postgres of the home in its first argument: prints its address, and releases it when it reads
// a line. Killed before that, it is a dead user.
const postgres = await usePostgres(process.argv[2] ?? '', { isThrowaway: true });
process.stdout.write(`${JSON.stringify({ url: postgres.url })}\n`);
process.stdin.once('data', () => {
  void postgres.release().then((outcome) => {
    process.stdout.write(`${JSON.stringify({ outcome })}\n`);
    process.exit();
  });
});
