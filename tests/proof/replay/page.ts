import { percent, signed, verdict, type ShareSummary, type Spread } from './summary';
import { settings, type Sizes } from './train';

/** What a proof ran on. */
export type Ran = { date: string; machine: string; minutes: number; packages: string; seeds: number };

/** The page about a proof of replay, in Markdown. */
export function replayPage(summaries: readonly ShareSummary[], sizes: Sizes, ran: Ran): string {
  const rows = summaries.map(
    ({ replay, after, change }) =>
      `| ${replay === 0 ? 'none' : percent(replay)} | ${sizes.replayed[replay] ?? 0} | ${spread(after.learned)} | **${signed(change.learned)}** | ${spread(after.unseen)} | ${signed(change.unseen)} | ${spread(after.skills)} |`,
  );
  return `# Replay against forgetting, in small

LAB trains in phases, and each phase repeats rows of earlier ones, so that a model learns the new without forgetting the
old. This is that claim, tried with Seedleaf's own versions and bundle. \`npm run proof:replay\` does it again.

**${verdict(summaries)}**

![Loss on learned facts before and after the phase of skills, by share of replay](replay.svg)

| Replay | Rows repeated | Learned facts: loss | change in phase 2 | Unseen towns: loss | change in phase 2 | Skills held out: loss |
| --- | --- | --- | --- | --- | --- | --- |
${rows.join('\n')}

Mean and standard deviation over ${ran.seeds} seeds; loss of a token of the answers, in nats; lower is better. A change above 0
is forgetting. Figures by seed are in [replay.json](replay.json).

## How it was done
- **Data.** Six facts about each of 80 made-up towns, as questions and answers without a passage (knowledge), and exercises
  on lists of words (four skills). They are made by a program, so no model can know them. They are approved samples of a
  database; Seedleaf publishes them in two phases with ${percent(0.15)} held out in whole groups (towns; groups of five
  exercises). Phase 1 trains on ${sizes.rows.knowledge ?? 0} rows, phase 2 on ${sizes.rows.skills ?? 0} and the repeated ones.
- **Training.** The TRL bundle that Seedleaf writes, as it is: a Llama of 2 layers and ${(sizes.parameters / 1e6).toFixed(2)} million
  parameters with random weights, a tokenizer of 2,048 tokens, ${settings.epochs} epochs a phase, batches of ${settings.batch}, a rate of
  ${settings.learningRate} that stays constant after ${settings.warmupSteps} steps. For one seed, all shares of replay go on from the same model
  after phase 1. Another seed has other towns, exercises, weights and order.
- **Measured.** *Learned facts*: the ${sizes.rows.learned ?? 0} facts of phase 1, asked in words that no row has. *Unseen towns*: the
  ${sizes.rows['knowledge.test'] ?? 0} held-out rows of phase 1. *Skills*: the ${sizes.rows['skills.test'] ?? 0} held-out rows of phase 2.
- **Design first.** Data, model, settings, shares and measures were fixed beforehand, and nothing was changed after a first trial
  with one seed.
- **Machine.** ${ran.machine}. ${ran.minutes} minutes, ${ran.date}. ${ran.packages}.

## What it does not show
It is a toy: a tiny model from scratch forgets more than a large one that knows a language. “Learned facts” is memory of
what was trained on, in other words, and not understanding. What replay costs, or does not cost, in skills is in the last
column; it also takes time: each repeated row is a row more to train on. A second run draws other ids, so other rows are held
out and its figures differ a little. Orthogonal subspace fine-tuning (OSFT), which needs no replay, was not compared: it
needs a GPU.
`;
}

const spread = ({ mean, deviation }: Spread): string => `${mean.toFixed(2)} ± ${deviation.toFixed(2)}`;
