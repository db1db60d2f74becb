import { createHash } from 'node:crypto';
import { stringify } from 'yaml';
import type { HeldOutSample } from '../../datasets/held-out/held-out';
import type { QuestionKind } from '../vocabulary-evaluation-set';
import type { Choice } from './choose-answers';
import { taskName, wordOf, type TaskOrigin } from './task-name';

export type SetFile = { name: string; text: string };

/** The questions of one leaf and kind. */
export type LeafTask = {
  kind: QuestionKind;
  leafId: string;
  path: string;
  questions: readonly (HeldOutSample | Choice)[];
};

export type SetAbout = { set: string; dataset: string; number: number };

const PYTHON = 'seedleaf_tasks.py';

/**
 * What JSON Lines cannot say to lm-evaluation-harness. Its loader takes texts that look like dates for dates, so answers
 * are stored behind a mark.
 */
export const python: SetFile = {
  name: `tasks/${PYTHON}`,
  text: `"""Reads the questions of this folder, and measures answers. Used by the YAML files beside it."""

import math


def choices(doc):
    """The answers without the letters before them."""
    return [choice[3:] for choice in doc["choices"]]


def answer(doc):
    """The one answer, without the mark before it."""
    return [doc["answer"][len("Answer: ") :]]


def bits_per_byte(doc, results):
    """How many bits the model needs for each byte of the answer, after the question. Lower is better."""
    (loglikelihood, _), *_ = results
    return {"bits_per_byte": -loglikelihood / math.log(2) / len(answer(doc)[0].encode("utf-8"))}
`,
};

/** A task and its questions. The same version gives the same bytes. */
export function taskFiles(about: SetAbout, task: LeafTask): [yaml: SetFile, data: SetFile] {
  const name = taskName(about.set, task.kind, task);
  const lines = task.questions.map((question) => `${JSON.stringify(rowOf(question))}\n`).join('');
  const data = { name: `data/${name}.jsonl`, text: lines };
  const origin: TaskOrigin = {
    leaf: task.path,
    dataset: about.dataset,
    number: about.number,
    kind: task.kind,
    questions: createHash('sha256').update(lines).digest('hex').slice(0, 8),
  };
  const yaml = stringify({
    task: name,
    dataset_path: 'json',
    dataset_kwargs: { data_files: { test: data.name } },
    test_split: 'test',
    output_type: 'multiple_choice',
    num_fewshot: 0,
    doc_to_text: 'prompt',
    ...(task.kind === 'choices' ? { doc_to_target: 'label' } : { doc_to_target: 0 }),
    metric_list: metrics[task.kind].map(({ metric, isMoreBetter }) => ({
      metric,
      aggregation: 'mean',
      higher_is_better: isMoreBetter,
    })),
    metadata: { version: 1, seedleaf: origin },
  });
  return [{ name: `tasks/${name}.yaml`, text: yaml + functions[task.kind] }, data];
}

/** Measures of each kind; lm-evaluation-harness has the first two itself. */
export const metrics = {
  choices: [
    { metric: 'acc', isMoreBetter: true },
    { metric: 'acc_norm', isMoreBetter: true },
  ],
  answers: [{ metric: 'bits_per_byte', isMoreBetter: false }],
} as const satisfies Record<QuestionKind, readonly { metric: string; isMoreBetter: boolean }[]>;

/** A tag of YAML that the writer would quote. */
const functions = {
  choices: `doc_to_choice: !function ${PYTHON.replace('.py', '')}.choices\n`,
  answers: `doc_to_choice: !function ${PYTHON.replace('.py', '')}.answer\nprocess_results: !function ${PYTHON.replace('.py', '')}.bits_per_byte\n`,
} as const satisfies Record<QuestionKind, string>;

function rowOf(question: HeldOutSample | Choice) {
  if (!('choices' in question)) {
    const { id, path } = question;
    return { id, leaf: path, prompt: promptOf(question), answer: `Answer: ${question.answer.trim()}` };
  }
  const { sample, choices, label } = question;
  return {
    id: sample.id,
    leaf: sample.path,
    prompt: promptOf(sample),
    choices: choices.map((choice, i) => `${'ABCD'[i]}. ${choice}`),
    label,
  };
}

/** A held-out passage is shown: nobody can know what it says, as it was never trained on. */
const promptOf = ({ context, question }: HeldOutSample): string =>
  `${context ? `${context.trim()}\n\n` : ''}Question: ${question.trim()}\nAnswer:`;

/** The groups: all tasks, those of a kind, and those of a kind and a branch. */
export function groupFiles({ set }: SetAbout, tasks: readonly LeafTask[]): SetFile[] {
  const kinds = [...new Set(tasks.map(({ kind }) => kind))];
  const group = (name: string, members: readonly string[], kind: QuestionKind | null): SetFile => ({
    name: `groups/${name}.yaml`,
    text: stringify({
      group: name,
      task: members,
      ...(kind !== null && {
        aggregate_metric_list: metrics[kind].map(({ metric }) => ({
          metric,
          aggregation: 'mean',
          weight_by_size: true,
        })),
      }),
      metadata: { version: 1 },
    }),
  });
  return [
    group(
      set,
      kinds.map((kind) => `${set}_${kind}`),
      null,
    ),
    ...kinds.flatMap((kind) => {
      const own = tasks.filter((task) => task.kind === kind);
      const branches = [...new Set(own.map(branchOf))];
      const nameOf = (branch: string) => `${set}_${kind}_${wordOf(branch)}`;
      return [
        group(`${set}_${kind}`, branches.map(nameOf), kind),
        ...branches.map((branch) =>
          group(
            nameOf(branch),
            own.filter((task) => branchOf(task) === branch).map((task) => taskName(set, kind, task)),
            kind,
          ),
        ),
      ];
    }),
  ];
}

const branchOf = ({ path }: LeafTask): string => path.split('/')[0] ?? '';
