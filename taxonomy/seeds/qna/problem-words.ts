import type { ErrorObject } from 'ajv/dist/2020.js';
import { z } from 'zod';
import type { YamlNode } from './build-tree';
import type { Place } from './problem';
import type { SchemaName } from './schemas';

const Params = z.object({
  missingProperty: z.string().default(''),
  unevaluatedProperty: z.string().default(''),
  limit: z.number().default(0),
  type: z.string().default(''),
  allowedValue: z.unknown().optional(),
  i: z.number().default(0),
  j: z.number().default(0),
});

/** The value at a path, or its nearest parent that exists. */
function nodeAt(root: YamlNode, steps: string[]): YamlNode {
  return steps.reduce<YamlNode>((node, step) => {
    if (node.type === 'map') return node.entries.get(step)?.value ?? node;
    return node.type === 'list' ? (node.items[Number(step)] ?? node) : node;
  }, root);
}

/** The position to show: that of the value, or of the key that should not be there. */
export function placeOfProblem(root: YamlNode, steps: string[], error: ErrorObject): Place {
  const node = nodeAt(root, steps);
  const extra = Params.parse(error.params).unevaluatedProperty;
  const { line, column } = (node.type === 'map' ? node.entries.get(extra)?.key : undefined) ?? node;
  return { line, column };
}

const typeNames: Record<string, string> = {
  string: 'text',
  array: 'a list',
  object: '“key: value” lines',
  integer: 'a whole number',
};

/** Describes a schema error and how to fix it. */
export function wordsFor(
  root: YamlNode,
  steps: string[],
  error: ErrorObject,
  { schema, version }: { schema: SchemaName; version: number },
): string {
  const params = Params.parse(error.params);
  const field = steps.findLast((step) => !/^\d+$/.test(step)) ?? 'the file';
  const kind = schema === 'knowledge' ? 'a knowledge file' : 'a skill file';
  switch (error.keyword) {
    case 'required':
      return `“${params.missingProperty}” is missing. Add it.`;
    case 'unevaluatedProperties':
      return `“${params.unevaluatedProperty}” is not a field of ${kind} in version ${version}. Remove it, or correct its name.`;
    case 'minLength':
      return `“${field}” is empty. Fill it in, or remove the line if the field is optional.`;
    case 'minItems':
      return `“${field}” has too few entries. Add at least ${params.limit}.`;
    case 'uniqueItems':
      return `“${field}” has the same entry twice (number ${params.j + 1} and ${params.i + 1}). Remove or change one.`;
    case 'const':
      return `“${field}” must be ${JSON.stringify(params.allowedValue)}.`;
    case 'type':
      return typeWords(nodeAt(root, steps), field, typeNames[params.type] ?? params.type);
    default:
      return `“${field}” ${error.message ?? 'does not match the schema'}.`;
  }
}

function typeWords(node: YamlNode, field: string, wanted: string): string {
  if (node.type !== 'scalar') return `“${field}” must be ${wanted}. Check its indentation and dashes.`;
  if (node.kind === 'nothing') return `“${field}” has no value. Write ${wanted}.`;
  if (wanted !== 'text' || node.kind === 'text') return `“${field}” must be ${wanted}.`;
  return `“${field}” must be text, but YAML reads ${node.text} without quotes as ${node.kind}. Put it in quotes.`;
}
