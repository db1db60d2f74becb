import { describe, expect, it } from 'vitest';
import { readResults } from '@/taxonomy/training/evaluation/read-results';
import { compare } from '@/taxonomy/training/evaluation/compare';
import { meanOfJudgments } from '@/taxonomy/training/evaluation/judgments';

const lmEval = (results: object, more: object = {}) => JSON.stringify({ results, ...more });
const resultOf = (text: string, task: string, metric: string) =>
  readResults(text, 'results_x.json').results.find((each) => each.task === task && each.metric === metric);

const mmlu = lmEval(
  {
    mmlu: { 'acc,none': 0.55, 'acc_stderr,none': 0.01, alias: 'mmlu' },
    mmlu_stem: { 'acc,none': 0.5, 'acc_stderr,none': 0.02, alias: ' - stem' },
    mmlu_anatomy: { 'acc,none': 0.6, 'acc_stderr,none': 0.04, alias: '  - anatomy' },
    mmlu_astronomy: { 'acc,none': 0.4, 'acc_stderr,none': 0.03 },
  },
  {
    group_subtasks: { mmlu: ['mmlu_stem'], mmlu_stem: ['mmlu_anatomy', 'mmlu_astronomy'] },
    'n-shot': { mmlu_anatomy: 5, mmlu_astronomy: 5 },
    'n-samples': { mmlu_anatomy: { original: 135, effective: 135 }, mmlu_astronomy: { original: 152, effective: 100 } },
    higher_is_better: { mmlu_anatomy: { acc: true } },
    date: 1_700_000_000.5,
    model_name: 'acme/birds-7b',
  },
);

describe('a results file of lm-evaluation-harness', () => {
  it('has metrics and filters that are split at the last comma', () => {
    const text = lmEval({ odd: { 'f1,macro,strict-match': 0.5, 'f1,macro_stderr,strict-match': 0.1 } });
    const { results } = readResults(text, 'r.json');
    expect(results).toMatchObject([{ metric: 'f1,macro', filter: 'strict-match', value: 0.5, stderr: 0.1 }]);
  });

  it('may say N/A or NaN for a standard error, which is then unknown', () => {
    const text = '{"results":{"a":{"acc,none":1,"acc_stderr,none":"N/A"},"b":{"acc,none":1,"acc_stderr,none":NaN}}}';
    expect(readResults(text, 'r.json').results.map(({ stderr }) => stderr)).toEqual([null, null]);
  });

  it('leaves out a value that is no number, and says which', () => {
    const { results, warnings } = readResults('{"results":{"a":{"acc,none":NaN,"f1,none":0.5}}}', 'r.json');
    expect(results).toHaveLength(1);
    expect(warnings).toEqual(['r.json, results, a, acc,none is not a number and was left out.']);
  });

  it('may have texts of any length beside numbers that JSON does not have', () => {
    const long = `${'a'.repeat(8_000_000)}${String.raw`\"`.repeat(1_000)}NaN`;
    const text = `{"config":"${long}","results":{"a":{"acc,none":0.5,"acc_stderr,none":NaN}}}`;
    expect(readResults(text, 'r.json').results).toMatchObject([{ value: 0.5, stderr: null }]);
  });

  it('gives MMLU as the unweighted mean of its subjects, beside its own group value', () => {
    expect(resultOf(mmlu, 'mmlu', 'acc_mean_of_tasks')).toMatchObject({
      value: 0.5,
      stderr: Math.hypot(0.04, 0.03) / 2,
      n: 235,
      fewshot: 5,
      tasks: 2,
      part: 'benchmark',
    });
    expect(resultOf(mmlu, 'mmlu', 'acc')).toMatchObject({ value: 0.55, fewshot: 5, n: 235 });
    expect(resultOf(mmlu, 'mmlu_anatomy', 'acc')).toMatchObject({ part: 'subtask', n: 135, isMoreBetter: true });
    expect(resultOf(mmlu, 'mmlu_stem', 'acc')?.part).toBe('subtask');
  });

  it('finds the subjects of MMLU without its groups, and takes no group for a subject', () => {
    const text = lmEval({ mmlu_stem: { 'acc,none': 0.9 }, mmlu_a: { 'acc,none': 0.2 }, mmlu_b: { 'acc,none': 0.4 } });
    expect(resultOf(text, 'mmlu', 'acc_mean_of_tasks')).toMatchObject({ tasks: 2, stderr: null });
    expect(resultOf(text, 'mmlu', 'acc_mean_of_tasks')?.value).toBeCloseTo(0.3);
  });

  it('says when and of what it is', () => {
    expect(readResults(mmlu, 'r.json')).toMatchObject({
      source: 'lm_eval',
      sourceModel: 'acme/birds-7b',
      evaluatedAt: new Date(1_700_000_000_500),
    });
  });

  it.each([
    ['{"results":\n  {"a": }}', 'r.json, line 2, column 9: this is not JSON.'],
    ['{"results":{"a":{"acc,none":"good"}}}', 'r.json, results, a, acc,none must be a number.'],
    ['{"results":{"a":{"acc,none":1e999}}}', 'r.json, results, a, acc,none must be a number.'],
    ['{"results":{"a":{"acc,none":1,"acc_stderr,none":-1}}}', 'acc_stderr,none must be a number of 0 or more'],
    ['{"results":{"a":3}}', 'r.json: Results, a must be an object'],
    ['{"results":{"a":{"alias":"a"}}}', 'r.json has no results.'],
    ['{"results":{}}', 'r.json has no results.'],
    ['{"config":{}}', 'r.json has no “results” of lm-evaluation-harness'],
    ['[]', 'r.json has no “results” of lm-evaluation-harness'],
    ['3', 'r.json has no “results” of lm-evaluation-harness'],
  ])('is refused with its place when it is wrong: %j', (text, message) => {
    expect(() => readResults(text, 'r.json')).toThrow(message);
  });
});

type Judgment = { question_id: number | string; turn?: number; score: number; model?: string };
const judgments = (rows: Judgment[]) =>
  rows.map((row) => JSON.stringify({ model: 'birds', turn: 1, judge: ['j', 't'], tstamp: 5, ...row })).join('\n');

describe('a file of MT-Bench judgments', () => {
  it('leaves a score of -1 out of the mean and counts it as an error', () => {
    const text = judgments([
      { question_id: 81, score: 8 },
      { question_id: 81, turn: 2, score: 6 },
      { question_id: 82, score: 4 },
      { question_id: 82, turn: 2, score: -1 },
    ]);
    const read = readResults(text, 'j_single.jsonl');
    expect(read).toMatchObject({ source: 'mt_bench', errorRate: 0.25, evaluatedAt: new Date(5000) });
    expect(read.results.map(({ task, value, n }) => [task, value, n])).toEqual([
      ['mt_bench', 6, 3],
      ['mt_bench_turn_1', 6, 2],
      ['mt_bench_turn_2', 6, 1],
    ]);
  });

  it('is of a taxonomy when its questions are not those of MT-Bench', () => {
    const read = readResults(judgments([{ question_id: '9821332', score: 8 }]), 'j_single.jsonl');
    expect(read).toMatchObject({ source: 'mt_bench_branch', results: [{ task: 'mt_bench_branch', stderr: null }] });
  });

  it.each([
    ['', 'has no judgments'],
    ['{"question_id":81', 'line 1 is not JSON'],
    [`${judgments([{ question_id: 81, score: 3 }])}\n\n{"question_id":82,"model":"birds"}`, 'line 3: Score is missing'],
    [judgments([{ question_id: 81, score: 11 }]), 'line 1: the score is 11'],
    [judgments([{ question_id: 81, score: -1 }]), 'no judgment has a score; all 1 are -1'],
    [
      judgments([
        { question_id: 81, score: 3 },
        { question_id: 81, score: 4 },
      ]),
      'line 2 judges question 81, turn 1 again, as line 1 did',
    ],
    [
      judgments([
        { question_id: 81, score: 3 },
        { question_id: 81, score: 4, model: 'fish' },
      ]),
      'judgments of 2 models: birds, fish. Say which one with --judged-model',
    ],
  ])('is refused with its place when it is wrong: %#', (text, message) => {
    expect(() => readResults(text, 'j_single.jsonl')).toThrow(message);
  });

  it('can be read for one of its models', () => {
    const text = judgments([
      { question_id: 81, score: 3 },
      { question_id: 81, score: 9, model: 'fish' },
    ]);
    expect(readResults(text, 'j_single.jsonl', 'fish').results[0]?.value).toBe(9);
    expect(() => readResults(text, 'j_single.jsonl', 'cats')).toThrow(
      'no judgments of cats. It has those of birds, fish',
    );
  });
});

describe('results of InstructLab’s evaluators', () => {
  it.each([
    ['[0.5, {"tonsils": {"score": 0.4, "stderr": 0.1}, "birds": {"score": 0.6, "stderr": "N/A"}}]'],
    [
      '{"overall_score":0.5,"individual_scores":{"tonsils":{"score":0.4,"stderr":0.1},"birds":{"score":0.6,"stderr":null}}}',
    ],
  ])('of MMLU-branch are the overall score and each task', (text) => {
    expect(readResults(text, 'mmlu_branch.json')).toMatchObject({
      source: 'mmlu_branch',
      results: [
        { task: 'mmlu_branch', value: 0.5, tasks: 2, stderr: null },
        { task: 'tonsils', value: 0.4, stderr: 0.1, part: 'subtask' },
        { task: 'birds', value: 0.6, stderr: null },
      ],
    });
  });

  it('of MT-Bench-branch are averaged by qna.yaml, without the errors of the judge', () => {
    const pairs = [
      { qna_file: 'skills/haiku/qna.yaml', question_id: 1, score: 8 },
      { qna_file: 'skills/haiku/qna.yaml', question_id: 2, score: 6 },
      { qna_file: 'skills/sonnet/qna.yaml', question_id: 1, score: 4 },
      { qna_file: 'skills/sonnet/qna.yaml', question_id: 2, score: -1 },
    ];
    const read = readResults(JSON.stringify([6, pairs, 0.25]), 'mt_bench_branch.json');
    expect(read).toMatchObject({ source: 'mt_bench_branch', errorRate: 0.25 });
    expect(read.results.map(({ task, part, value, n }) => [task, part, value, n])).toEqual([
      ['mt_bench_branch', 'benchmark', 6, 3],
      ['skills/haiku/qna.yaml', 'leaf', 7, 2],
      ['skills/sonnet/qna.yaml', 'leaf', 4, 1],
    ]);
  });

  it('of MT-Bench have their error rate in the fourth place', () => {
    const text = JSON.stringify([7, [{ question_id: 81, score: 7, turn: 1 }], [7, 'N/A'], 0.1]);
    expect(readResults(text, 'x.json')).toMatchObject({ source: 'mt_bench', errorRate: 0.1 });
  });

  it('are refused with their place when they are wrong', () => {
    expect(() => readResults('[0.5, {"a": {"score": 2}}]', 'x.json')).toThrow(
      'x.json: Individual_scores, a, score must be at most 1',
    );
    expect(() => readResults('[0.5, [{"score": 12}]]', 'x.json')).toThrow('x.json, qa_pairs, pair 1: the score is 12');
  });
});

describe('a mean of judgments', () => {
  it('has the standard error of its questions, since both turns are one conversation', () => {
    const same = [1, 2, 3, 4].flatMap((score) => [
      { question: `${score}`, turn: 1, score },
      { question: `${score}`, turn: 2, score },
    ]);
    // The sample standard deviation of 1, 2, 3, 4 over the root of four questions, not of eight judgments.
    expect(meanOfJudgments(same).stderr).toBeCloseTo(Math.sqrt(5 / 3) / 2);
  });
});

describe('a difference to the base model', () => {
  const of = (value: number, stderr: number | null = 0.3) => ({ value, stderr });

  it.each([
    [of(4), of(5), true, 'worse'],
    [of(4.5), of(5), true, 'within'],
    [of(6), of(5), true, 'better'],
    [of(6), of(5), false, 'worse'],
    [of(6), of(5), null, 'unknown'],
    [of(4, null), of(5), true, 'unknown'],
    [of(4), of(5, null), true, 'unknown'],
  ])('%j against %j, where more is better: %s, is %s', (own, base, isMoreBetter, verdict) => {
    expect(compare(own, base, isMoreBetter).verdict).toBe(verdict);
  });

  it('has a 95 % interval of both errors together, and none where one is missing', () => {
    const { value, low, high } = compare(of(5, 3), of(4, 4), true);
    expect([value, low, high].map((each) => each?.toFixed(2))).toEqual(['1.00', '-8.80', '10.80']);
    expect(compare(of(5, null), of(4), true)).toMatchObject({ value: 1, low: null, high: null });
  });
});
