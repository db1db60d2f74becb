import { DomainError } from '../../errors';
import { parsePythonJson } from '../python-json';
import { evaluationLimits } from '../vocabulary';
import { isBranchResults, readBranchResults } from './read-branch-results';
import { readJudgments } from './read-judgments';
import { isLmEval, readLmEval } from './read-lm-eval';
import type { ReadResults } from './result';

/**
 * Reads the results in one file: of lm-evaluation-harness (results_*.json), MT-Bench judgments (*_single.jsonl), or what
 * InstructLab's evaluators return, as JSON.
 *
 * @param name The file, for messages.
 * @param judgedModel The model in a file of judgments, when the file is about several.
 * @throws DomainError `invalid`, naming the file and the place.
 */
export function readResults(text: string, name: string, judgedModel?: string): ReadResults {
  const read = name.toLowerCase().endsWith('.jsonl') ? readJudgments(text, name, judgedModel) : readJson(text, name);
  const { results } = read;
  if (results.length === 0) throw new DomainError('invalid', `${name} has no results.`);
  if (results.length > evaluationLimits.resultsInFile) {
    const most = evaluationLimits.resultsInFile.toLocaleString('en');
    throw new DomainError(
      'invalid',
      `${name} has ${results.length.toLocaleString('en')} results; at most ${most} are read from one file.`,
    );
  }
  const seen = new Set<string>();
  for (const { task, metric, filter } of results) {
    const key = JSON.stringify([task, metric, filter]);
    if (seen.has(key))
      throw new DomainError('invalid', `${name}: ${task} has two values of ${metric},${filter}. Remove one.`);
    seen.add(key);
  }
  return read;
}

function readJson(text: string, name: string): ReadResults {
  const json = parsePythonJson(text, name);
  if (isLmEval(json)) return readLmEval(json, name);
  if (isBranchResults(json)) return readBranchResults(json, name);
  throw new DomainError(
    'invalid',
    `${name} has no “results” of lm-evaluation-harness, no “individual_scores” of MMLU-branch and no “qa_pairs” of MT-Bench. Choose the file that the evaluation wrote, such as results_2026-01-31T12-00-00.json.`,
  );
}
