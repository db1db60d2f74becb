import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js';
import { branches, type Branch } from '../../tree/vocabulary';
import type { YamlNode } from './build-tree';
import { toPlain } from './build-tree';
import { lint } from './lint';
import type { QnaProblem } from './problem';
import { placeOfProblem, wordsFor } from './problem-words';
import { readYaml } from './read-yaml';
import { newestVersion, oldestKnowledgeVersion, schemas, type SchemaName } from './schemas';

/** The verdict of InstructLab's rules on a file, as `validate --json` prints it. */
export type QnaVerdict = {
  file: string;
  path: string;
  status: 'valid' | 'invalid' | 'unreadable' | 'empty';
  version: number | null;
  schema: SchemaName | null;
  errors: QnaProblem[];
  warnings: QnaProblem[];
};

export type CheckedQna = {
  verdict: QnaVerdict;
  root: YamlNode | null;
  text: string | null;
  /** Paths that the schema has reported, including those of missing keys. */
  reportedPaths: Set<string>;
};

const ajv = new Ajv2020({ allErrors: true });
const validators: Record<SchemaName, ReadonlyMap<number, ValidateFunction>> = {
  compositional_skills: new Map(
    Object.values(schemas.compositional_skills).map((schema, i) => [i + 1, ajv.compile(schema)]),
  ),
  knowledge: new Map([[oldestKnowledgeVersion, ajv.compile(schemas.knowledge[oldestKnowledgeVersion])]]),
};

/**
 * Reads and checks one qna.yaml as InstructLab's TaxonomyParser does: the file names its version, each version and kind
 * has a schema, lint rules apply above version 1.
 *
 * @param path Its path inside the taxonomy; the last folder with the name of a branch decides the kind.
 */
export function checkQna(bytes: Uint8Array, file: string, path: string): CheckedQna {
  const blank = { file, path, version: null, schema: null, errors: [], warnings: [] };
  const read = readYaml(bytes);
  if (!read.isReadable) {
    const errors = [{ path: '.', ...read.fault }];
    return {
      verdict: { ...blank, status: 'unreadable', errors },
      root: null,
      text: read.text,
      reportedPaths: new Set(),
    };
  }
  const { root, text } = read;
  const warnings: QnaProblem[] = read.faults.map((fault) => ({ path: '.', ...fault }));
  if (isEmpty(root)) {
    const message = 'The file is empty. Write the leaf, or remove the file.';
    warnings.push({ path: '.', keyword: 'empty', line: 1, column: 1, message });
    return { verdict: { ...blank, status: 'empty', warnings }, root, text, reportedPaths: new Set() };
  }
  if (root.type !== 'map') {
    const message = 'The file is not made of “key: value” lines. Start with version, created_by and seed_examples.';
    const errors = [{ path: '.', keyword: 'top-level', line: root.line, column: root.column, message }];
    return { verdict: { ...blank, status: 'invalid', errors, warnings }, root, text, reportedPaths: new Set(['.']) };
  }
  const schema = schemaOf(path, root);
  const version = versionOf(root);
  const found = againstSchema(root, schema, version);
  const errors = [...found.map(({ problem }) => problem), ...(version > 1 ? lint(text, read.faults) : [])];
  return {
    verdict: { ...blank, status: errors.length > 0 ? 'invalid' : 'valid', version, schema, errors, warnings },
    root,
    text,
    reportedPaths: new Set(found.flatMap(({ problem, missing }) => [problem.path, ...missing])),
  };
}

/** Values that are false in Python: an empty file, 0, an empty list and so on. */
function isEmpty(root: YamlNode): boolean {
  if (root.type === 'list') return root.items.length === 0;
  if (root.type === 'map') return root.entries.size === 0;
  return root.value === null || root.value === '' || root.value === 0 || root.value === false;
}

/** The branch of a file: the last folder in its path with the name of a branch. */
export function branchOf(path: string): Branch | null {
  const folders = path.split('/').slice(0, -1).toReversed();
  return (
    folders.map((folder) => branches.find((branch) => branch === folder)).find((branch) => branch !== undefined) ?? null
  );
}

function schemaOf(path: string, root: YamlNode): SchemaName {
  const branch = branchOf(path);
  if (branch === 'knowledge' || branch === 'compositional_skills') return branch;
  return root.type === 'map' && root.entries.has('document') ? 'knowledge' : 'compositional_skills';
}

/** The version as Python's int() reads it; 1 when it is missing or not a number. */
function versionOf(root: YamlNode): number {
  const node = root.type === 'map' ? root.entries.get('version')?.value : undefined;
  if (node?.type !== 'scalar') return 1;
  const { value } = node;
  if (typeof value === 'number') return Number.isFinite(value) ? Math.trunc(value) : 1;
  // In Python True is a number, but there is no schema for it.
  if (typeof value === 'boolean') return 0;
  return typeof value === 'string' && /^\s*[-+]?\d+(?:_\d+)*\s*$/.test(value) ? Number(value.replaceAll('_', '')) : 1;
}

type Found = { problem: QnaProblem; missing: string[] };

function againstSchema(root: YamlNode, schema: SchemaName, version: number): Found[] {
  const at = { path: '.', line: root.line, column: root.column };
  if (version < 1 || version > newestVersion) {
    const message = `There is no version ${version} of qna.yaml. Write version: ${newestVersion}.`;
    return [{ problem: { ...at, keyword: 'unknown-version', message }, missing: [] }];
  }
  const validate = validators[schema].get(version);
  if (!validate) {
    const message = `Version ${version} of knowledge files is no longer supported. Update the file to version ${oldestKnowledgeVersion}: contexts with at least 3 questions each.`;
    return [{ problem: { ...at, keyword: 'deprecated', message }, missing: [] }];
  }
  validate(toPlain(root));
  return (validate.errors ?? []).map((error) => toFound(root, error, schema, version));
}

function toFound(root: YamlNode, error: ErrorObject, schema: SchemaName, version: number): Found {
  const steps = error.instancePath
    .split('/')
    .slice(1)
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
  const path = steps.map((step) => (/^\d+$/.test(step) ? `[${step}]` : `.${step}`)).join('');
  const place = placeOfProblem(root, steps, error);
  const message = wordsFor(root, steps, error, { schema, version });
  const key: unknown = error.params.missingProperty;
  const missing = typeof key === 'string' ? [`${path}.${key}`] : [];
  return { problem: { path: path || '.', keyword: error.keyword, ...place, message }, missing };
}
