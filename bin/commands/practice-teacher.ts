import { InvalidArgumentError, Option, type Command } from 'commander';
import { parseFaults } from '@/taxonomy/generation/practice/faults';
import { startPracticeTeacher } from '@/taxonomy/generation/practice/server';
import { schemaUses, type SchemaUse } from '@/taxonomy/generation/practice/structured';
import type { Shell } from '../shell';

const whole = (least: number, most: number) => (text: string) => {
  const value = Number(text);
  if (!Number.isInteger(value) || value < least || value > most) {
    throw new InvalidArgumentError(`It must be a whole number from ${least} to ${most}.`);
  }
  return value;
};

const fraction = (text: string) => {
  const value = Number(text);
  if (!(value >= 0 && value <= 5)) throw new InvalidArgumentError('It must be a number from 0 to 5.');
  return value;
};

type Flags = {
  port: number;
  latencyMs: number;
  sigma: number;
  slots: number;
  faults: string;
  seed: string;
  jsonSchema: SchemaUse;
};

/** `practice-teacher` runs the built-in practice teacher in this process until it is stopped. */
export function register(program: Command, shell: Pick<Shell, 'print'>): void {
  program
    .command('practice-teacher')
    .description(
      'serve the practice teacher (not a model: it recombines the seeds in a prompt) with an OpenAI-compatible API',
    )
    .option('--port <n>', 'port on 127.0.0.1; 0 picks a free one', whole(0, 65_535), 0)
    .option('--latency-ms <n>', 'median latency', whole(0, 600_000), 40)
    .option('--sigma <f>', 'sigma of the lognormal latency', fraction, 0.5)
    .option('--slots <n>', 'parallel requests; further ones get 429 and Retry-After', whole(1, 100_000), 64)
    .option('--faults <spec>', 'rates of simulated failures, such as 500=0.01,hang=0.002', '')
    .option('--seed <n>', 'random seed of the answers', '0')
    .addOption(
      new Option('--json-schema <use>', 'what it does with a JSON schema').choices(schemaUses).default('follows'),
    )
    .action(async (flags: Flags) => {
      const teacher = await startPracticeTeacher({ ...flags, faults: parseFaults(flags.faults) });
      shell.print({ url: teacher.url }, `The practice teacher (not a model) listens on ${teacher.url}`);
      await new Promise<void>((resolve) => {
        process.once('SIGINT', resolve).once('SIGTERM', resolve);
      });
      await teacher.close();
    });
}
