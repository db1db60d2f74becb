import type { LeafContent } from '../../seeds/contract';
import { leafKinds, type LeafKind } from '../../tree/vocabulary';

/** What the variables of a text are taken from. */
export type LeafValues = { name: string; content: LeafContent };

type Variable = { name: string; about: string; kinds: readonly LeafKind[]; valueOf(leaf: LeafValues): string };

/** What texts may name. A value comes from the leaf as the run found it. */
const variables: readonly Variable[] = [
  { name: 'leaf name', about: 'the name of the leaf', kinds: leafKinds, valueOf: ({ name }) => name },
  {
    name: 'task description',
    about: 'the task that the leaf teaches',
    kinds: ['freeform', 'grounded'],
    valueOf: ({ content }) => (content.kind === 'knowledge' ? '' : content.taskDescription),
  },
  {
    name: 'domain',
    about: 'the domain of the leaf',
    kinds: ['knowledge'],
    valueOf: ({ content }) => (content.kind === 'knowledge' ? content.domain : ''),
  },
  {
    name: 'document outline',
    about: 'the outline of the leaf’s documents',
    kinds: ['knowledge'],
    valueOf: ({ content }) => (content.kind === 'knowledge' ? content.documentOutline : ''),
  },
];

/** The variables that have a value in every leaf of these kinds. */
export const variablesFor = (kinds: readonly LeafKind[]): readonly Variable[] =>
  variables.filter((variable) => kinds.every((kind) => variable.kinds.includes(kind)));

const inBraces = /\{\{([^{}]*)\}\}/g;

const plain = (name: string): string => name.trim().replace(/\s+/g, ' ').toLowerCase();

/** The text with the values of a leaf in place of its variables. A value is not searched for further variables. */
export const fillIn = (text: string, leaf: LeafValues): string =>
  text.replace(inBraces, (whole, name: string) => {
    const variable = variables.find((each) => each.name === plain(name));
    return variable ? variable.valueOf(leaf).trim() : whole;
  });

/** Braces that name no variable, one sentence each. */
export function faultsOfVariables(text: string, kinds: readonly LeafKind[]): string[] {
  const known = variablesFor(kinds).map(({ name }) => name);
  const list = known.map((name) => `{{${name}}}`).join(', ');
  return text.split('\n').flatMap((line, at) => {
    const unknown = [...line.matchAll(inBraces)].filter(([, name = '']) => !known.includes(plain(name)));
    const rest = line.replace(inBraces, '');
    return [
      ...unknown.map(([whole]) => `Line ${at + 1}: there is no variable ${whole} here. Variables: ${list}.`),
      ...(/\{\{|\}\}/.test(rest)
        ? [`Line ${at + 1}: a variable begins with {{ and ends with }} on the same line. Variables: ${list}.`]
        : []),
    ];
  });
}
