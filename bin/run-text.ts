import type { Estimate, RunDetail, RunSummary, Shortfall } from '@/taxonomy/generation/contract';
import { practiceMark, runStateNames } from '@/taxonomy/generation/vocabulary';
import { moneyRangeText, moneyText } from '@/taxonomy/generation/vocabulary-money';
import { priceText } from '@/taxonomy/generation/vocabulary-prices';

const mark = (run: RunSummary) => (run.isPractice ? ` (${practiceMark})` : '');

/** A run in one line. */
export function runLine(run: RunSummary): string {
  const more = run.leafCount > run.leafNames.length ? ', …' : '';
  const leaves = run.isWhole ? 'The whole taxonomy' : `${run.leafNames.join(', ')}${more}`;
  const failed = run.itemsFailed > 0 ? ` (${run.itemsFailed} failed)` : '';
  const items = `${run.itemsDone + run.itemsFailed} of ${run.itemsTotal} tasks${failed}`;
  const stalled = run.isStalled ? ', waiting for a worker' : '';
  return `${run.id}  ${runStateNames[run.state]}${stalled}, ${items}, ${run.samplesKept} samples  ${leaves}  by ${run.teacherName}${mark(run)}`;
}

/** A run as text for the terminal: state, funnel and errors. */
export function runText(run: RunDetail): string {
  const left = run.remainingSeconds ? `, ${run.remainingSeconds.from} to ${run.remainingSeconds.to} s left` : '';
  return [
    `Run ${run.id}`,
    `${runStateNames[run.state]}${run.isStalled ? ' (waiting for a worker)' : ''}${left}`,
    ...(run.error ? [run.error] : []),
    ...(run.state === 'paused' ? trialLines(run) : []),
    `Teacher ${run.teacherName}, ${run.model}${mark(run)}, random seed ${run.seed}`,
    ...judgeLines(run),
    `${run.leafCount} ${run.leafCount === 1 ? 'leaf' : 'leaves'}, ${run.itemsDone} of ${run.itemsTotal} tasks done, ${run.itemsFailed} failed`,
    `${run.calls} of at most ${run.maxCalls} calls, ${run.failedCalls} failed; ${run.promptTokens} tokens in, ${run.completionTokens} out${run.maxTokens === null ? '' : `, of at most ${run.maxTokens}`}`,
    costLine(run),
    ...(run.maxMinutes === null
      ? []
      : [`Time limit ${run.maxMinutes} minutes, from its start and again from each resume`]),
    ...(run.lastFailure ? [`Last failed call: ${run.lastFailure}`] : []),
    `${run.samplesKept} samples kept, ${run.rowsDropped} rows dropped`,
    ...(run.held > 0 ? [`${run.held} of the kept samples are held for a person: the text speaks to the judge`] : []),
    ...(run.disputed > 0 ? [`Votes of a judge disagree about ${run.disputed} of the kept samples`] : []),
    ...funnelLines(run),
    ...(run.shortfall ? [shortText(run, run.shortfall)] : []),
    ...run.errors.map(
      ({ id, items, message }) =>
        `${items} failed: ${message}\n  Retry: npm run -s seedleaf -- run retry ${run.id} --error ${id}`,
    ),
    ...run.lostReplies.map(({ stepLabel, text }) => `\nRaw reply dropped at “${stepLabel}”:\n${text.slice(0, 600)}`),
  ].join('\n');
}

/** What to do with a trial, as its page says it. */
const trialLines = ({ id, itemsDone, itemsFailed }: RunDetail): string[] => [
  `The first ${itemsDone + itemsFailed} tasks are done. Look at their rows: npm run -s seedleaf -- samples --run ${id}`,
  `Then go on: npm run -s seedleaf -- run resume ${id}, or end it: npm run -s seedleaf -- run cancel ${id}`,
];

function judgeLines({ judge, judgeVotes }: RunDetail): string[] {
  if (!judge && judgeVotes === 1) return [];
  const who = judge ? `${judge.name}, ${judge.model}` : 'the same teacher';
  return [`Judge: ${who}${judgeVotes > 1 ? `, a majority of ${judgeVotes} votes` : ''}`];
}

function costLine({ cost, costPerSample, maxCost, price, judge }: RunDetail): string {
  if (cost === null || price === null)
    return `Cost unknown, because the price of ${judge ? 'one of the teachers' : 'the teacher'} was unknown when it started`;
  const limit = maxCost === null ? '' : ` of at most ${moneyText(maxCost)}`;
  const each = costPerSample === null ? '' : `, ${moneyText(costPerSample)} per sample kept`;
  return `Cost ${moneyText(cost)}${limit}${each}; ${priceText(price)}${judgePrice(judge)}`;
}

const judgePrice = (judge: RunDetail['judge']): string => (judge?.price ? `; judge: ${priceText(judge.price)}` : '');

/** What a run would need and cost. */
export function estimateText(estimate: Estimate): string {
  const { leaves, items, calls, promptTokens, completionTokens, samples, price, judge, cost, blocked } = estimate;
  return [
    `${leaves} ${leaves === 1 ? 'leaf' : 'leaves'}, ${items} tasks, at most ${samples} samples`,
    `At most ${calls} calls, ${promptTokens} tokens in, ${completionTokens} out`,
    price && cost
      ? `Cost ${moneyRangeText(cost)}; ${priceText(price)}${judgePrice(judge)}`
      : 'Cost unknown. Set the price of the teacher: teacher edit NAME --input-price 0.15 --output-price 0.60',
    ...blocked.map(({ name, message }) => `Cannot run: ${name}. ${message}`),
  ].join('\n');
}

const shortText = (run: RunDetail, { asked, missing }: Shortfall): string =>
  `${missing} of the ${asked} requested samples are missing. ${run.continuedById ? `Run ${run.continuedById} generates them.` : ''}`.trim();

function funnelLines({ funnel }: RunDetail): string[] {
  if (funnel.length === 0) return [];
  const head = ['', 'in', 'made', 'kept', 'dropped', ''];
  const rows = funnel.map((bar) => [
    `${bar.pipeline}: ${bar.label}`,
    String(bar.entered),
    String(bar.made),
    String(bar.kept),
    String(bar.dropped),
    bar.reasons.map(({ reason, count }) => `${count} ${reason}`).join(', '),
  ]);
  const table = [head, ...rows];
  const widths = head.map((_, column) => Math.max(...table.map((row) => row[column]?.length ?? 0)));
  return table.map((row) =>
    row
      .map((cell, i) => pad(cell, widths[i] ?? 0, i))
      .join('  ')
      .trimEnd(),
  );
}

/** Aligns text to the left and numbers to the right. */
const pad = (cell: string, width: number, column: number): string =>
  column === 0 || column === 5 ? cell.padEnd(width) : cell.padStart(width);
