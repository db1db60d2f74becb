import { createHash } from 'node:crypto';
import type { Branch } from '../../tree/vocabulary';
import { canonicalJson } from '../content';
import { LeafContent, type Attribution, type DocumentReference, type KnowledgeSeed, type SkillSeed } from '../contract';
import { fieldName } from '../field-names';
import type { YamlMapping, YamlNode } from './build-tree';
import type { QnaProblem } from './problem';

/**
 * The content of a qna.yaml. `content` is null when the seeds cannot be read; `problems` then say why. `seedPaths` are
 * the paths of the seeds in the file.
 */
export type QnaContent = { content: LeafContent | null; seedPaths: string[]; problems: QnaProblem[] };

type Reading = { problems: QnaProblem[]; isBroken: boolean };

/**
 * Reads as much of a file's content as possible, even when the schemas refuse it: a leaf may be unfinished, and
 * `checkLeaf` says what is missing. Values that YAML would read as numbers or dates stay as the text that was written.
 *
 * @param branch Decides between knowledge and skill; a skill is grounded when any of its seeds has a context.
 */
export function contentFromQna(root: YamlNode, branch: Branch, attribution: Attribution): QnaContent {
  const reading: Reading = { problems: [], isBroken: false };
  const broken = () => ({ content: null, seedPaths: [], problems: reading.problems });
  if (root.type !== 'map') return broken();
  const head = { createdBy: textAt(reading, root, '', 'created_by'), attribution };
  const seeds = seedMaps(reading, root);
  if (reading.isBroken) return broken();
  const { content, seedPaths } =
    branch === 'knowledge' ? knowledgeOf(reading, root, head, seeds) : skillOf(reading, root, head, seeds);
  const parsed = LeafContent.safeParse(content);
  if (reading.isBroken) return broken();
  if (parsed.success) return { content: parsed.data, seedPaths, problems: reading.problems };
  const message = parsed.error.issues
    .slice(0, 3)
    .map((issue) => `In ${fieldName(issue.path.join('.'))}: ${issue.message}`)
    .join(' ');
  return { ...broken(), problems: [...reading.problems, at(root, '.', 'too-large', message)] };
}

const at = ({ line, column }: YamlNode, path: string, keyword: string, message: string): QnaProblem => ({
  path,
  keyword,
  line,
  column,
  message,
});

type Head = { createdBy: string; attribution: Attribution };
type SeedMap = { path: string; map: YamlNode & YamlMapping };

function seedMaps(reading: Reading, root: YamlNode & YamlMapping): SeedMap[] {
  const list = root.entries.get('seed_examples')?.value;
  if (list?.type !== 'list') {
    refuse(
      reading,
      list ?? root,
      '.seed_examples',
      'There is no list of seed_examples, so there is nothing to import. Add one.',
    );
    return [];
  }
  return list.items.flatMap((item, i) => {
    const path = `.seed_examples[${i}]`;
    if (item.type === 'map') return [{ path, map: item }];
    refuse(reading, item, path, 'This seed example has no “question: …” lines. Check its indentation and its dash.');
    return [];
  });
}

function refuse(reading: Reading, node: YamlNode, path: string, message: string): void {
  reading.isBroken = true;
  reading.problems.push(at(node, path, 'type', message));
}

/** The text of a key; '' when there is none. */
function textAt(reading: Reading, map: YamlMapping, path: string, key: string): string {
  const node = map.entries.get(key)?.value;
  return node ? textOf(reading, node, `${path}.${key}`, key) : '';
}

function textOf(reading: Reading, node: YamlNode, path: string, name: string): string {
  if (node.type !== 'scalar') {
    refuse(
      reading,
      node,
      path,
      `“${name}” must be text, but it is a list or has keys. Put text with “: ” or dashes in quotes.`,
    );
    return '';
  }
  if (node.kind === 'nothing') return '';
  if (node.kind !== 'text') {
    const message = `${node.text} without quotes is read as ${node.kind}. It was imported as the text “${node.text}”. Put it in quotes.`;
    reading.problems.push(at(node, path, 'type', message));
  }
  // Whitespace at the end only comes from YAML's block style.
  return node.text.trimEnd();
}

/** Ids are hashes of the seed's content, so that importing the same file again gives the same ids. */
function withIds<T extends object>(seeds: T[]): (T & { id: string })[] {
  const seen = new Map<string, number>();
  return seeds.map((seed) => {
    const hash = createHash('sha256').update(canonicalJson(seed)).digest('hex').slice(0, 12);
    const times = (seen.get(hash) ?? 0) + 1;
    seen.set(hash, times);
    return { ...seed, id: times === 1 ? hash : `${hash}-${times}` };
  });
}

function skillOf(reading: Reading, root: YamlNode & YamlMapping, head: Head, maps: SeedMap[]) {
  const seeds: Omit<SkillSeed, 'id'>[] = maps.map(({ path, map }) => ({
    context: textAt(reading, map, path, 'context') || null,
    question: textAt(reading, map, path, 'question'),
    answer: textAt(reading, map, path, 'answer'),
  }));
  const kind = seeds.some((seed) => seed.context !== null) ? 'grounded' : 'freeform';
  const taskDescription = textAt(reading, root, '', 'task_description');
  return {
    content: { kind, ...head, taskDescription, seeds: withIds(seeds) },
    seedPaths: maps.map((each) => each.path),
  };
}

function knowledgeOf(reading: Reading, root: YamlNode & YamlMapping, head: Head, maps: SeedMap[]) {
  const { seeds, seedPaths } = knowledgeSeeds(reading, maps);
  const outline = textAt(reading, root, '', 'document_outline');
  const content = {
    kind: 'knowledge',
    ...head,
    domain: textAt(reading, root, '', 'domain'),
    // The name of this field in versions 1 and 2.
    documentOutline: outline || textAt(reading, root, '', 'task_description'),
    document: documentOf(reading, root),
    seeds: withIds(seeds),
  };
  return { content, seedPaths };
}

/** Before version 3 each seed was one question. Questions with the same context are grouped into one seed. */
function knowledgeSeeds(reading: Reading, maps: SeedMap[]) {
  const seeds: Omit<KnowledgeSeed, 'id'>[] = [];
  const seedPaths: string[] = [];
  for (const { path, map } of maps) {
    const context = textAt(reading, map, path, 'context');
    const pairs = pairsOf(reading, map, path);
    const same =
      map.entries.has('questions_and_answers') || context === ''
        ? undefined
        : seeds.find((seed) => seed.context === context);
    if (same) same.questionsAndAnswers.push(...pairs);
    else {
      seeds.push({ context, questionsAndAnswers: pairs });
      seedPaths.push(path);
    }
  }
  return { seeds, seedPaths };
}

function pairsOf(reading: Reading, map: YamlMapping, path: string) {
  const list = map.entries.get('questions_and_answers')?.value;
  if (!list) {
    if (!map.entries.has('question') && !map.entries.has('answer')) return [];
    return [{ question: textAt(reading, map, path, 'question'), answer: textAt(reading, map, path, 'answer') }];
  }
  const name = 'questions_and_answers';
  if (list.type !== 'list') {
    refuse(reading, list, `${path}.${name}`, `“${name}” must be a list. Start each entry with a dash.`);
    return [];
  }
  return list.items.flatMap((item, i) => {
    const at = `${path}.${name}[${i}]`;
    if (item.type === 'map')
      return [{ question: textAt(reading, item, at, 'question'), answer: textAt(reading, item, at, 'answer') }];
    refuse(reading, item, at, 'This entry has no question and answer. Check its indentation and its dash.');
    return [];
  });
}

/** The repository `.` means the leaf's folder: the documents lie beside the file and are not fetched from git. */
function documentOf(reading: Reading, root: YamlMapping): DocumentReference | null {
  const node = root.entries.get('document')?.value;
  if (node?.type !== 'map') return null;
  const repo = textAt(reading, node, '.document', 'repo');
  if (repo === '.') return null;
  const patterns = node.entries.get('patterns')?.value;
  const items = patterns?.type === 'list' ? patterns.items : patterns ? [patterns] : [];
  return {
    repo,
    commit: textAt(reading, node, '.document', 'commit'),
    patterns: items
      .map((item, i) => textOf(reading, item, `.document.patterns[${i}]`, 'patterns'))
      .filter((each) => each !== ''),
  };
}
