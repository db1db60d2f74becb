import { z } from 'zod';
import { DomainError } from '../../errors';
import { notANumber } from '../python-json';
import { shownTask, TaskOrigin } from '../evaluation-set/task-name';
import { meanOfTasks, parsePart, plainResult, ResultName, type ReadResult, type ReadResults } from './result';

const Task = z.record(z.string(), z.unknown());
const Size = z.object({ effective: z.int().nonnegative().optional(), original: z.int().nonnegative().optional() });

/** The parts of a results file that are read; everything else in it is left alone. */
const LmEval = z.object({
  results: z.record(z.string(), Task),
  groups: z.record(z.string(), Task).default({}),
  group_subtasks: z.record(z.string(), z.array(z.string())).default({}),
  'n-shot': z.record(z.string(), z.union([z.int().nonnegative(), z.string(), z.null()])).default({}),
  'n-samples': z.record(z.string(), Size).default({}),
  higher_is_better: z.record(z.string(), z.record(z.string(), z.boolean().nullable())).default({}),
  /** Tasks of Seedleaf’s own sets say which leaf they are about; other settings are left alone. */
  configs: z
    .record(
      z.string(),
      z
        .object({
          metadata: z
            .object({ seedleaf: TaskOrigin.optional().catch(undefined) })
            .nullish()
            .catch(null),
        })
        .catch({}),
    )
    .catch({}),
  date: z.number().nullish(),
  model_name: z.string().nullish(),
});
type LmEval = z.infer<typeof LmEval>;

export const isLmEval = (json: unknown): boolean =>
  typeof json === 'object' && json !== null && !Array.isArray(json) && 'results' in json;

/**
 * Reads a results file of lm-evaluation-harness. A key such as `exact_match,strict-match` is a metric and a filter,
 * split at its last comma. To its own group values the mean of MMLU’s subjects is added, as InstructLab counts it.
 */
export function readLmEval(json: unknown, name: string): ReadResults {
  const file = parsePart(LmEval, json, name);
  const tasks = { ...file.groups, ...file.results };
  const inside = tasksInside(file, Object.keys(tasks));
  const warnings: string[] = [];
  const results = Object.entries(tasks).flatMap(([task, values]) =>
    readTask({ file, name, task, values, inside, warnings }),
  );
  const subjects = results.filter(
    ({ task, metric, filter }) => isSubject(file, task) && metric === 'acc' && filter === 'none',
  );
  if (subjects.length > 1) {
    const shots = new Set(subjects.map(({ fewshot }) => fewshot));
    results.push(
      plainResult({
        task: 'mmlu',
        metric: 'acc_mean_of_tasks',
        ...meanOfTasks(subjects),
        fewshot: shots.size === 1 ? (subjects[0]?.fewshot ?? null) : null,
        isMoreBetter: true,
      }),
    );
  }
  return {
    source: 'lm_eval',
    sourceModel: file.model_name ?? null,
    evaluatedAt: momentOf(file.date),
    errorRate: null,
    warnings,
    results,
  };
}

type Reading = {
  file: LmEval;
  name: string;
  task: string;
  values: Record<string, unknown>;
  inside: ReadonlySet<string>;
  warnings: string[];
};

function readTask({ file, name, task, values, inside, warnings }: Reading): ReadResult[] {
  parsePart(ResultName, task, `${name}, results`);
  const leaf = leafTask(file, task);
  return Object.entries(values).flatMap(([key, value]) => {
    const comma = key.lastIndexOf(',');
    if (comma < 0) return [];
    const metric = key.slice(0, comma);
    const filter = key.slice(comma + 1);
    if (metric.endsWith('_stderr')) return [];
    const place = `${name}, results, ${task}, ${key}`;
    if (value === notANumber || value === 'N/A' || value === null) {
      warnings.push(`${place} is ${value === null ? 'empty' : 'not a number'} and was left out.`);
      return [];
    }
    if (typeof value !== 'number' || !Number.isFinite(value))
      throw new DomainError('invalid', `${place} must be a number.`);
    return [
      plainResult({
        task: leaf ?? task,
        metric: parsePart(ResultName, metric, place),
        filter: filter.trim() === '' ? 'none' : parsePart(ResultName, filter, place),
        value,
        stderr: stderrOf(values[`${metric}_stderr,${filter}`], `${name}, results, ${task}, ${metric}_stderr,${filter}`),
        n: sizeOf(file, task),
        fewshot: fewshotOf(file, task),
        part: leaf ? 'leaf' : inside.has(task) ? 'subtask' : 'benchmark',
        isMoreBetter: file.higher_is_better[task]?.[metric] ?? null,
      }),
    ];
  });
}

/** How the task of a leaf is shown; null for all others, and where the path of the leaf is too long for a name. */
function leafTask(file: LmEval, task: string): string | null {
  const origin = file.configs[task]?.metadata?.seedleaf;
  const shown = origin && ResultName.safeParse(shownTask(origin));
  return shown?.success ? shown.data : null;
}

/** lm-evaluation-harness writes “N/A” where it cannot compute one. */
function stderrOf(value: unknown, place: string): number | null {
  if (value === undefined || value === null || value === 'N/A' || value === notANumber) return null;
  if (typeof value === 'number' && value >= 0 && Number.isFinite(value)) return value;
  throw new DomainError('invalid', `${place} must be a number of 0 or more, or “N/A”.`);
}

/** The tasks at the ends of a group's branches; the task itself when it is no group. */
function endsOf(file: LmEval, task: string, seen = new Set<string>()): string[] {
  if (seen.has(task)) return [];
  seen.add(task);
  const members = file.group_subtasks[task] ?? [];
  return members.length === 0 ? [task] : members.flatMap((member) => endsOf(file, member, seen));
}

/** Tasks that belong to a group, and MMLU's subjects also in files that do not name their groups. */
function tasksInside(file: LmEval, tasks: readonly string[]): ReadonlySet<string> {
  const members = Object.values(file.group_subtasks).flat();
  return new Set([...members, ...tasks.filter((task) => isSubject(file, task))]);
}

function isSubject(file: LmEval, task: string): boolean {
  const members = file.group_subtasks.mmlu;
  if (members && members.length > 0) return endsOf(file, 'mmlu').includes(task);
  return (
    task.startsWith('mmlu_') && !['mmlu_stem', 'mmlu_other', 'mmlu_social_sciences', 'mmlu_humanities'].includes(task)
  );
}

function sizeOf(file: LmEval, task: string): number | null {
  const sizes = endsOf(file, task).map((end) => file['n-samples'][end]?.effective ?? file['n-samples'][end]?.original);
  return sizes.every((size) => size !== undefined) ? sizes.reduce((all, each) => all + each, 0) : null;
}

function fewshotOf(file: LmEval, task: string): number | null {
  const own = file['n-shot'][task];
  if (typeof own === 'number') return own;
  const shots = new Set(endsOf(file, task).map((end) => file['n-shot'][end]));
  const [only] = shots;
  return shots.size === 1 && typeof only === 'number' ? only : null;
}

const momentOf = (seconds: number | null | undefined): Date | null => {
  const moment = new Date((seconds ?? Number.NaN) * 1000);
  return Number.isNaN(moment.getTime()) ? null : moment;
};
