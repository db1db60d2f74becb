import { parseArgs } from 'node:util';
import { scenarios, seedScenario } from '@/prisma/seed';
import { ensureTaxonomy } from '@/taxonomy/tree/nodes';
import { makeShell } from './shell';

const usage = `Usage: npm run db:seed -- --scenario ${Object.keys(scenarios).join('|')}`;

const { scenario: name } = parseArgs({ options: { scenario: { type: 'string' } } }).values;
const scenario = Object.entries(scenarios).find(([key]) => key === name)?.[1];

if (!scenario) {
  process.stderr.write(`${usage}\n`);
  process.exitCode = 2;
} else {
  const shell = makeShell(() => false);
  await shell.withDatabase(
    async ({ db }) => {
      const { id } = await ensureTaxonomy(db);
      await seedScenario(db, id, scenario, (message) => shell.note(message));
      shell.print({ scenario: name, ...scenario });
    },
    { mayBegin: true },
  );
}
