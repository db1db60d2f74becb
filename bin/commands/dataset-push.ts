import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import type { Command } from 'commander';
import { env } from '@/env';
import type { FormatOptions } from '@/taxonomy/datasets/contract';
import { pushToHub, readHubName } from '@/taxonomy/datasets/push-to-hub';
import { DomainError } from '@/taxonomy/errors';
import type { Shell } from '../shell';
import { exportTo, formatOptions } from './dataset-export';

type PushOptions = { to: string; public?: boolean; option?: FormatOptions };

/** `dataset push`. */
export function registerPush(dataset: Command, shell: Shell): void {
  dataset
    .command('push <version>')
    .description(
      'put a published version on the Hugging Face Hub as Parquet, with its card; the token is read from HF_TOKEN',
    )
    .requiredOption('--to <place>', 'a dataset of the Hub, as hf:ORG/NAME')
    .option('--public', 'make it public when it is created; otherwise it is private')
    .addOption(formatOptions())
    .action((version: string, { to, public: isPublic = false, option = {} }: PushOptions) =>
      shell.withDatabase(async (context) => {
        const name = readHubName(to);
        const token = env.HF_TOKEN;
        if (token === undefined)
          throw new DomainError('invalid', 'Set HF_TOKEN to a token of the Hub with write access, then push again.');
        const folder = path.join(context.home, 'push', randomUUID());
        try {
          const { files, ...written } = await exportTo(context, shell, { version, format: 'parquet', option, folder });
          const title = `${written.dataset}@${written.version}`;
          const names = files.map((file) => file.name);
          const target = { name, token, hubUrl: env.HF_ENDPOINT, isPublic };
          shell.note(`Pushing ${names.length} files`);
          const pushed = await pushToHub({ folder, files: names, title }, target, context.signal);
          const { dataset: datasetName, version: number, rows, isPractice, contentHash } = written;
          const result = { dataset: datasetName, version: number, rows, isPractice, contentHash, ...pushed };
          shell.print(result, `Pushed ${rows} rows of ${title} in ${names.length} files to ${pushed.url}`);
        } finally {
          await rm(folder, { recursive: true, force: true });
        }
      }),
    );
}
