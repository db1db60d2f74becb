import { isAlias, isMap, isScalar, isSeq, Scalar, type Document, type Node, type ParsedNode, type YAMLMap } from 'yaml';
import { withSeparators } from './line-breaks';
import type { Fault, Place } from './problem';
import { resolvePlain, resolveTagged, type ScalarKind, type ScalarValue } from './scalar';

const MAX_NODES = 20_000;
const MAX_DEPTH = 60;

/** A YAML value with its line and column, as PyYAML would build it. */
export type YamlNode = Place & (YamlScalar | { type: 'list'; items: YamlNode[] } | YamlMapping);
/** `text` is what the author wrote, `value` what YAML makes of it. */
export type YamlScalar = { type: 'scalar'; kind: ScalarKind; value: ScalarValue; text: string };
export type YamlMapping = { type: 'map'; entries: Map<string, { key: Place; value: YamlNode }> };

/** Stops the build; caught in this file. */
class Refusal extends Error {
  constructor(
    readonly node: Node | null,
    message: string,
  ) {
    super(message);
  }
}

type Build = {
  document: Document.Parsed;
  placeOf: (offset: number) => Place;
  /** Each node is built once, even if several aliases name it. Null while it is being built, to detect cycles. */
  built: Map<Node, { node: YamlNode; size: number } | null>;
  faults: Fault[];
};

/**
 * Builds the tree of a document that parsed without errors. Follows aliases, applies merge keys, and keeps the last of
 * duplicate keys.
 */
export function buildTree(
  document: Document.Parsed,
  placeOf: (offset: number) => Place,
): { root: YamlNode; faults: Fault[] } | Fault {
  const build: Build = { document, placeOf, built: new Map(), faults: [] };
  try {
    return { root: buildNode(build, document.contents, 0).node, faults: build.faults };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { ...placeOf(startOf(error.node)), keyword: 'syntax', message: error.message };
  }
}

const startOf = (node: Node | null): number => node?.range?.[0] ?? 0;

function buildNode(build: Build, node: Node | ParsedNode | null, depth: number): { node: YamlNode; size: number } {
  if (depth > MAX_DEPTH) throw new Refusal(node, 'The file is nested too deeply to be a qna.yaml.');
  if (node === null)
    return { node: { line: 1, column: 1, type: 'scalar', kind: 'nothing', value: null, text: '' }, size: 1 };
  if (isAlias(node)) return buildAlias(build, node, depth);
  const known = build.built.get(node);
  if (known) return known;
  if (known === null)
    throw new Refusal(node, 'This part of the file contains itself through an alias. Write it out instead.');
  build.built.set(node, null);
  const result = buildFresh(build, node, depth);
  if (result.size > MAX_NODES)
    throw new Refusal(
      node,
      `With its aliases resolved, the file has over ${MAX_NODES.toLocaleString('en')} values. Remove the aliases.`,
    );
  build.built.set(node, result);
  return result;
}

function buildAlias(build: Build, alias: Node & { source?: string }, depth: number) {
  const target = isAlias(alias) ? alias.resolve(build.document) : undefined;
  if (!target)
    throw new Refusal(alias, 'There is no anchor with this alias’s name. Put text that starts with * in quotes.');
  return buildNode(build, target, depth + 1);
}

function buildFresh(build: Build, node: Node, depth: number): { node: YamlNode; size: number } {
  const place = build.placeOf(startOf(node));
  if (node.tag !== undefined && otherTags.includes(node.tag)) {
    return { node: { ...place, ...buildOther(node.tag) }, size: 1 };
  }
  if (isScalar(node)) return { node: { ...place, ...buildScalar(node) }, size: 1 };
  if (isSeq<Node>(node)) {
    refuseTag(node, ['tag:yaml.org,2002:seq']);
    const items = node.items.map((item) => buildNode(build, item, depth + 1));
    return { node: { ...place, type: 'list', items: items.map((item) => item.node) }, size: sizeOf(items) };
  }
  if (isMap<Node, Node | null>(node)) {
    refuseTag(node, ['tag:yaml.org,2002:map']);
    return buildMap(build, node, place, depth);
  }
  throw new Refusal(node, 'This is not allowed in a qna.yaml.');
}

const sizeOf = (parts: { size: number }[]): number => parts.reduce((sum, part) => sum + part.size, 1);

function refuseTag(node: Node, known: string[]): void {
  if (node.tag && !known.includes(node.tag)) {
    throw new Refusal(node, `The tag ${node.tag} is not allowed. Remove it, or put text that starts with ! in quotes.`);
  }
}

const textTag = 'tag:yaml.org,2002:str';
const scalarTags = ['int', 'float', 'bool', 'null', 'timestamp'].map((name) => `tag:yaml.org,2002:${name}`);
/** PyYAML knows these types, but no field of a qna.yaml has one of them. */
const otherTags = ['binary', 'set', 'omap', 'pairs'].map((name) => `tag:yaml.org,2002:${name}`);

const buildOther = (tag: string): YamlScalar => ({
  type: 'scalar',
  kind: 'another type',
  value: 0n,
  text: `!!${tag.split(':').at(-1) ?? ''}`,
});

const isPlain = (node: Node, text: string): boolean =>
  isScalar(node) && node.type === Scalar.PLAIN && node.value === text;

function buildScalar(node: Scalar): YamlScalar {
  if (isPlain(node, '=') || isPlain(node, '<<')) {
    throw new Refusal(node, 'These characters have a special meaning in YAML. Put them in quotes.');
  }
  refuseTag(node, [textTag, '!', ...scalarTags]);
  const isUnquoted = node.type === Scalar.PLAIN || node.type === undefined;
  const text = withSeparators(typeof node.value === 'string' ? node.value : '', isUnquoted);
  const hasType = node.tag !== undefined && scalarTags.includes(node.tag);
  const isText = !hasType && (!isUnquoted || node.tag === textTag || node.tag === '!');
  if (isText) return { type: 'scalar', kind: 'text', value: text, text };
  const resolved = hasType && node.tag ? resolveTagged(node.tag, text) : resolvePlain(text);
  if (resolved === null) {
    throw new Refusal(node, `“${text.slice(0, 40)}” looks like a number or date but is not valid. Put it in quotes.`);
  }
  return { type: 'scalar', ...resolved, text };
}

function buildMap(build: Build, map: YAMLMap<Node, Node | null>, place: Place, depth: number) {
  const entries: YamlMapping['entries'] = new Map();
  const merged: YamlMapping['entries'] = new Map();
  const parts: { size: number }[] = [];
  for (const pair of map.items) {
    const value = buildNode(build, pair.value, depth + 1);
    parts.push(value);
    if (isPlain(pair.key, '<<')) {
      for (const [name, entry] of mergedEntries(pair.key, value.node)) if (!merged.has(name)) merged.set(name, entry);
      continue;
    }
    const key = buildNode(build, pair.key, depth + 1).node;
    if (key.type !== 'scalar')
      throw new Refusal(pair.key, 'A list or a mapping cannot be a key. Put text with [ or { in quotes.');
    const name = key.kind === 'text' ? key.text : String(key.value);
    if (entries.has(name)) {
      build.faults.push({
        line: key.line,
        column: key.column,
        keyword: 'doubled-key',
        message: `“${name}” appears twice here; only the last one counts. Remove the other.`,
      });
    }
    const keyPlace = { line: key.line, column: key.column };
    // An empty value has no position; use the key's.
    const at = pair.value === null || isEmptyScalar(pair.value) ? { ...value.node, ...keyPlace } : value.node;
    entries.set(name, { key: keyPlace, value: at });
  }
  for (const [name, entry] of merged) if (!entries.has(name)) entries.set(name, entry);
  const node: YamlNode = { ...place, type: 'map', entries };
  return { node, size: sizeOf(parts) };
}

const isEmptyScalar = (node: Node): boolean =>
  isScalar(node) && node.range !== undefined && node.range?.[0] === node.range?.[1];

/** `<<: *other` adds the keys of one or more other mappings. */
function mergedEntries(key: Node, value: YamlNode): [string, { key: Place; value: YamlNode }][] {
  if (value.type === 'map') return [...value.entries];
  if (value.type === 'list') return value.items.flatMap((item) => mergedEntries(key, item));
  throw new Refusal(key, 'A merge key (<<) needs a mapping.');
}

/** Converts the tree to plain values for a JSON schema. Values behind several aliases are converted once. */
export function toPlain(root: YamlNode): unknown {
  const done = new Map<YamlNode, unknown>();
  const convert = (node: YamlNode): unknown => {
    if (node.type === 'scalar') return node.value;
    const known = done.get(node);
    if (known !== undefined) return known;
    const plain =
      node.type === 'list'
        ? node.items.map(convert)
        : Object.fromEntries([...node.entries].map(([name, entry]) => [name, convert(entry.value)]));
    done.set(node, plain);
    return plain;
  };
  return convert(root);
}
