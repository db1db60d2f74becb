import { isUtf8 } from 'node:buffer';
import type { Branch } from '../../tree/vocabulary';
import { noAttribution } from '../content';
import { checkLeaf } from '../check-leaf';
import type { LeafContent, LeafProblem } from '../contract';
import { parseAttribution } from './attribution-text';
import type { YamlNode } from './build-tree';
import { contentFromQna } from './content-from-qna';
import type { Place, QnaProblem } from './problem';
import { newestVersion } from './schemas';
import { branchOf, checkQna, type QnaVerdict } from './validate';

/** The largest attribution.txt that is read. */
export const MAX_ATTRIBUTION_BYTES = 64 * 1024;

/** The result of reading a leaf's two files. */
export type ReadLeaf = {
  verdict: QnaVerdict;
  /** Null when the leaf cannot be imported. */
  content: LeafContent | null;
  /** The original files, byte for byte. */
  sourceYaml: string | null;
  attribution: string | null;
};

/**
 * Reads a leaf's qna.yaml and attribution.txt: the verdict of InstructLab's rules, further hints, and as much of the
 * content as can be read.
 */
export function readLeaf(source: {
  file: string;
  path: string;
  qna: Uint8Array;
  attribution: Uint8Array | null;
  /** The branch of the leaf in the tree. Without it, the path decides. */
  branch?: Branch;
}): ReadLeaf {
  const { verdict, root, text, reportedPaths } = checkQna(source.qna, source.file, source.path);
  const attribution = source.attribution && decode(source.attribution);
  if (source.attribution && attribution === null) {
    verdict.warnings.push({
      path: '.',
      keyword: 'hint',
      line: 1,
      column: 1,
      message: 'attribution.txt is not UTF-8 text and was skipped. Save it as UTF-8.',
    });
  }
  if (!root || (verdict.status !== 'valid' && verdict.status !== 'invalid'))
    return { verdict, content: null, sourceYaml: text, attribution };
  const branch =
    source.branch ?? branchOf(source.path) ?? (verdict.schema === 'knowledge' ? 'knowledge' : 'compositional_skills');
  const parsed = attribution === null ? noAttribution : parseAttribution(attribution);
  const { content, seedPaths, problems } = contentFromQna(root, branch, parsed);
  // Skip what the schema has already reported for a path.
  verdict.warnings.push(...problems.filter((problem) => !reportedPaths.has(problem.path)));
  if (content)
    verdict.warnings.push(...hintsOf(root, content, seedPaths).filter((hint) => !reportedPaths.has(hint.path)));
  const isDeprecated = verdict.errors.some((error) => error.keyword === 'deprecated');
  if (verdict.version !== null && verdict.version < newestVersion && !isDeprecated) {
    const message = `This file is version ${verdict.version}. The newest is ${newestVersion}, which needs at least 5 seed examples.`;
    verdict.warnings.push({ path: '.version', keyword: 'hint', ...placeOf(root, '.version'), message });
  }
  return { verdict, content, sourceYaml: text, attribution };
}

/** Null when the bytes are not text that Postgres can store. */
function decode(bytes: Uint8Array): string | null {
  const text = isUtf8(bytes) ? new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes) : '\0';
  return text.includes('\0') ? null : text;
}

/** The problems of checkLeaf, with their positions in the file. */
function hintsOf(root: YamlNode, content: LeafContent, seedPaths: string[]): QnaProblem[] {
  return checkLeaf(content).map(({ field, severity, message }: LeafProblem) => {
    const path = pathOfField(field, seedPaths);
    return { path, keyword: severity === 'error' ? 'incomplete' : 'hint', ...placeOf(root, path), message };
  });
}

const names: Record<string, string> = {
  createdBy: 'created_by',
  taskDescription: 'task_description',
  documentOutline: 'document_outline',
  questionsAndAnswers: 'questions_and_answers',
};

/** `seeds.2.answer` of a leaf is `.seed_examples[2].answer` of its file. */
function pathOfField(field: string, seedPaths: string[]): string {
  if (field.startsWith('attribution')) return '.attribution';
  const [first = '', index, ...rest] = field.split('.');
  if (first !== 'seeds')
    return `.${[first, index, ...rest]
      .filter((step) => step !== undefined)
      .map((step) => names[step] ?? step)
      .join('.')}`;
  if (index === undefined) return '.seed_examples';
  const below = rest.map((step) => (/^\d+$/.test(step) ? `[${step}]` : `.${names[step] ?? step}`));
  return `${seedPaths[Number(index)] ?? '.seed_examples'}${below.join('')}`;
}

/** The position of a path, or of its nearest parent that exists. */
function placeOf(root: YamlNode, path: string): Place {
  let node = root;
  for (const step of path.match(/[^.[\]]+/g) ?? []) {
    const below: YamlNode | undefined =
      node.type === 'map' ? node.entries.get(step)?.value : node.type === 'list' ? node.items[Number(step)] : undefined;
    if (!below) break;
    node = below;
  }
  return { line: node.line, column: node.column };
}
