import { z } from 'zod';
import { DomainError } from '../../errors';
import { notANumber, parsePythonLine } from '../python-json';
import { meanOfJudgments, type Judged } from './judgments';
import { parsePart, plainResult, type ReadResults } from './result';

/** The score of a reply in which the judge's verdict could not be found. */
const FAILED = -1;

/** The questions of MT-Bench; other ids come from a taxonomy (MT-Bench-branch). */
const benchIds = { first: 81, last: 160 };

const Judgment = z.object({
  question_id: z.union([z.int(), z.string().min(1).max(100)]),
  model: z.string().min(1).max(300),
  turn: z.int().min(1).max(20).default(1),
  score: z.number(),
  tstamp: z.number().nullish(),
});

type Line = z.infer<typeof Judgment> & { number: number };

/**
 * Reads single-answer judgments of MT-Bench, one in each line. A score of -1 is an error of the judge: it is left out of
 * the mean and counted in the error rate.
 *
 * @throws DomainError `invalid`, naming the line.
 */
export function readJudgments(text: string, name: string, judgedModel?: string): ReadResults {
  const lines = ofOneModel(readLines(text, name), name, judgedModel);
  refuseRepeated(lines, name);
  const valid = lines.filter(({ score }) => score !== FAILED);
  const isBench = lines.every(({ question_id }) => isBenchId(question_id));
  const task = isBench ? 'mt_bench' : 'mt_bench_branch';
  const judged = valid.map(({ question_id, score, turn }): Judged => ({ question: String(question_id), turn, score }));
  if (judged.length === 0)
    throw new DomainError(
      'invalid',
      `${name}: no judgment has a score; all ${lines.length} are -1, an error of the judge.`,
    );
  const turns = [...new Set(judged.map(({ turn }) => turn))].sort((a, b) => a - b);
  const last = lines.reduce((latest, { tstamp }) => Math.max(latest, tstamp ?? latest), Number.NEGATIVE_INFINITY);
  return {
    source: isBench ? 'mt_bench' : 'mt_bench_branch',
    sourceModel: lines[0]?.model ?? null,
    evaluatedAt: Number.isFinite(last) ? new Date(last * 1000) : null,
    errorRate: 1 - valid.length / lines.length,
    warnings: [],
    results: [
      plainResult({ task, metric: 'score', ...meanOfJudgments(judged) }),
      ...(turns.length < 2 ? [] : turns).map((turn) =>
        plainResult({
          task: `${task}_turn_${turn}`,
          metric: 'score',
          part: 'subtask',
          ...meanOfJudgments(judged.filter((each) => each.turn === turn)),
        }),
      ),
    ],
  };
}

function readLines(text: string, name: string): Line[] {
  return text.split('\n').flatMap((line, i) => {
    if (line.trim() === '') return [];
    const place = `${name}, line ${i + 1}`;
    const json = parsePythonLine(line);
    if (json === null) throw new DomainError('invalid', `${place} is not JSON.`);
    const judgment = parsePart(Judgment, withFailedScore(json), place);
    const { score } = judgment;
    if (score !== FAILED && !(score >= 0 && score <= 10))
      throw new DomainError(
        'invalid',
        `${place}: the score is ${score}; it must be 0 to 10, or -1 for an error of the judge.`,
      );
    return [{ ...judgment, number: i + 1 }];
  });
}

const withFailedScore = (json: unknown): unknown =>
  typeof json === 'object' && json !== null && 'score' in json && json.score === notANumber
    ? { ...json, score: FAILED }
    : json;

function ofOneModel(lines: Line[], name: string, judgedModel: string | undefined): Line[] {
  if (lines.length === 0) throw new DomainError('invalid', `${name} has no judgments.`);
  const models = [...new Set(lines.map(({ model }) => model))];
  if (judgedModel === undefined && models.length === 1) return lines;
  const shown = models.slice(0, 10).join(', ');
  if (judgedModel === undefined)
    throw new DomainError(
      'invalid',
      `${name} has judgments of ${models.length} models: ${shown}. Say which one with --judged-model.`,
    );
  const chosen = lines.filter(({ model }) => model === judgedModel);
  if (chosen.length === 0)
    throw new DomainError('invalid', `${name} has no judgments of ${judgedModel}. It has those of ${shown}.`);
  return chosen;
}

function refuseRepeated(lines: readonly Line[], name: string): void {
  const first = new Map<string, number>();
  for (const { question_id, turn, number } of lines) {
    const key = `${question_id}/${turn}`;
    const earlier = first.get(key);
    if (earlier !== undefined) {
      throw new DomainError(
        'invalid',
        `${name}, line ${number} judges question ${question_id}, turn ${turn} again, as line ${earlier} did. Remove one of the lines.`,
      );
    }
    first.set(key, number);
  }
}

const isBenchId = (id: number | string): boolean => {
  const number = Number(id);
  return Number.isInteger(number) && number >= benchIds.first && number <= benchIds.last;
};
