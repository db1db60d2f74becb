import { copyFile, mkdir } from 'node:fs/promises';
import path from 'node:path';
import { InvalidArgumentError, Option, type Command } from 'commander';
import { DomainError } from '@/taxonomy/errors';
import { CandidatePairs, type PairCounts } from '@/taxonomy/generation/filters/near-duplicates/candidate-pairs';
import { decideByPairs, type LineDecision } from '@/taxonomy/generation/filters/near-duplicates/decide-by-pairs';
import { decideInMemory } from '@/taxonomy/generation/filters/near-duplicates/decide-in-memory';
import { LineIndex } from '@/taxonomy/generation/filters/near-duplicates/line-index';
import { writeSparkInput } from '@/taxonomy/generation/filters/near-duplicates/spark-input';
import { tokenizers, type TokenizerName } from '@/taxonomy/generation/filters/near-duplicates/tokenizers';
import type { Shell } from '../shell';

type Flags = {
  field: string;
  threshold: number;
  tokenizer: TokenizerName;
  pairs?: string;
  exportFor?: 'spark';
  to?: string;
};

type Printer = Pick<Shell, 'print' | 'printLine' | 'note' | 'warn'>;

const fraction = (text: string) => {
  const value = Number(text);
  if (text.trim() === '' || !(value >= 0 && value <= 1)) {
    throw new InvalidArgumentError('It must be a number from 0 to 1.');
  }
  return value;
};

/** `dedupe` finds the near-duplicates in a file of JSON lines. It needs no database. */
export function register(program: Command, shell: Printer): void {
  program
    .command('dedupe')
    .argument('<file>', 'a .jsonl file')
    .description(
      'mark each line whose text is a near-duplicate (ROUGE-L F over the threshold) of an earlier line that was kept',
    )
    .option('--field <name>', 'the field with the text', 'text')
    .option('--threshold <f>', 'a pair with F of exactly the threshold is no near-duplicate', fraction, 0.7)
    .addOption(
      new Option('--tokenizer <name>', 'unicode: any language, F exact; rouge_score: as Google’s Python package')
        .choices(Object.keys(tokenizers))
        .default('unicode'),
    )
    .option('--pairs <path>', 'compare only these pairs of line numbers (a file or folder of CSV or JSON lines)')
    .addOption(
      new Option('--export-for <engine>', 'write what the engine needs to find such pairs, instead of deciding')
        .choices(['spark'])
        .conflicts('pairs'),
    )
    .option('--to <folder>', 'where --export-for writes to')
    .action(async (file: string, flags: Flags) => {
      if (flags.exportFor) return exportForSpark(file, flags, shell);
      if (flags.to !== undefined)
        throw new DomainError('invalid', 'Only --export-for writes to a folder. Leave out --to.');
      if (flags.pairs === undefined) return printDecisions(await decideInMemory(file, flags), shell);
      const index = await LineIndex.of(file, flags.field);
      try {
        const pairs = await CandidatePairs.read(flags.pairs, index);
        sayWhatWasRead(pairs.counts, flags.pairs, shell);
        printDecisions(decideByPairs(index, pairs, flags), shell);
      } finally {
        index.close();
      }
    });
}

function printDecisions(decisions: Iterable<LineDecision>, shell: Printer): void {
  let count = 0;
  let kept = 0;
  for (const decision of decisions) {
    const { line, nearest, score } = decision;
    count += 1;
    if (decision.kept) kept += 1;
    const text = decision.kept ? 'kept' : `near-duplicate of line ${nearest} (F ${score?.toFixed(3)})`;
    shell.printLine({ line, kept: decision.kept, nearest, score }, `${line}  ${text}`);
  }
  shell.note(`${kept} of ${count} lines kept.`);
}

/** Pairs of lines that are not there are a sign of pairs for another file, so that is said with --json, too. */
function sayWhatWasRead(counts: PairCounts, source: string, shell: Printer): void {
  const { toCheck, doubled, ofItself, ofNoLine, firstOfNoLine } = counts;
  shell.note(`${toCheck} pairs to check; passed over: ${doubled} doubled, ${ofItself} of a line with itself.`);
  if (ofNoLine === 0) return;
  shell.warn(
    `Pairs passed over because a line of them is empty or not in the file: ${ofNoLine} in ${source}. The first: ${firstOfNoLine}. Were they made from another file?`,
  );
}

async function exportForSpark(file: string, flags: Flags, shell: Printer): Promise<void> {
  const { field, threshold, tokenizer, to: folder } = flags;
  if (folder === undefined) throw new DomainError('invalid', 'Name the folder to write to with --to.');
  const texts = path.join(folder, 'texts.jsonl');
  const script = path.join(folder, 'spark_pairs.py');
  const pairs = path.join(folder, 'pairs');
  await mkdir(folder, { recursive: true });
  const lines = await writeSparkInput(file, { field, tokenizer, to: texts });
  await copyFile(path.join(import.meta.dirname, '../spark_pairs.py'), script);
  shell.print(
    { texts, script, lines },
    [
      `${lines} texts in ${texts}. Find pairs, then check them:`,
      `  spark-submit '${script}' --texts '${texts}' --threshold ${threshold} --out '${pairs}'`,
      `  npm run -s seedleaf -- dedupe '${file}' --field ${field} --threshold ${threshold} --tokenizer ${tokenizer} --pairs '${pairs}'`,
    ].join('\n'),
  );
}
