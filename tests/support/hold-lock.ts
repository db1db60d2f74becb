import { randomUUID } from 'node:crypto';
import { connect } from '@/prisma/client';
import { limits } from '@/prisma/pool';

// A process that locks a row in a transaction that it never ends; prints a line when it has the lock.
const db = connect(process.argv[2] ?? '', 1, { ...limits.worker, idleInTransactionMs: 1_000 });
await db.taxonomy.create({ data: { id: randomUUID(), name: 'held' } });
await db.$transaction(
  async (tx) => {
    await tx.$executeRaw`UPDATE "Taxonomy" SET name = 'changed' WHERE name = 'held'`;
    process.stdout.write('held\n');
    await new Promise((resolve) => setTimeout(resolve, 600_000));
  },
  { timeout: 600_000 },
);
