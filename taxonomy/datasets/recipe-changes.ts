import type { Recipe, RecipeChange } from './contract';
import { aboutKeys, aboutNames, replayWords } from './vocabulary';

const SHOWN_PLACES = 3;
const SHOWN_CHARACTERS = 90;

/** Lists how two recipes differ, in the order of the form. `placeOf` names a node of the scope. */
export function recipeChanges(before: Recipe, now: Recipe, placeOf: (nodeId: string) => string): RecipeChange[] {
  const changes: RecipeChange[] = [];
  const note = (field: string, name: string, words: (recipe: Recipe) => string) => {
    if (words(before) !== words(now)) changes.push({ field, name, before: words(before), now: words(now) });
  };
  if (!isSameScope(before.scope, now.scope)) {
    changes.push({
      field: 'scope',
      name: 'From',
      before: placesText(before.scope, placeOf),
      now: placesText(now.scope, placeOf),
    });
  }
  note('systemPrompt', 'System prompt', ({ systemPrompt }) => systemPrompt);
  note('shortAnswerTokens', 'Short answers', ({ shortAnswerTokens }) => `at most ${shortAnswerTokens} tokens`);
  note('replayFraction', 'Replay', ({ replayFraction }) => replayWords(replayFraction));
  note('pipelines', 'Pipelines', ({ pipelines }) => pipelinesText(pipelines));
  note('seed', 'Random seed', ({ seed }) => seed);
  note('chatTemplate', 'Chat template', ({ chatTemplate }) => chatTemplate);
  for (const key of aboutKeys) {
    note(`about.${key}`, aboutNames[key], ({ about }) => about[key]);
  }
  return changes;
}

/** Describes a change in one sentence. Long texts are cut to the part that differs. */
export function changeSentence({ name, before, now }: RecipeChange, number: number): string {
  const from = firstDifference(before, now);
  return `${name} differs from version ${number}: ${quoted(now, from)}; it was ${quoted(before, from)}.`;
}

const isSameScope = (one: readonly string[], other: readonly string[]): boolean =>
  new Set(one).size === new Set(other).size && one.every((id) => other.includes(id));

const pipelinesText = (pipelines: readonly string[]): string =>
  pipelines.length === 0 ? 'all but baselines' : pipelines.toSorted().join(', ');

function placesText(scope: readonly string[], placeOf: (nodeId: string) => string): string {
  if (scope.length === 0) return 'the whole taxonomy';
  const others = scope.length - SHOWN_PLACES;
  return [...scope.slice(0, SHOWN_PLACES).map(placeOf), ...(others > 0 ? [`${others} more`] : [])].join(', ');
}

function firstDifference(one: string, other: string): number {
  const length = Math.min(one.length, other.length);
  for (let i = 0; i < length; i += 1) if (one[i] !== other[i]) return i;
  return length;
}

/** Texts with the same start are shown from shortly before their first difference. */
function quoted(text: string, differsAt: number): string {
  if (text === '') return 'none';
  const start = differsAt > SHOWN_CHARACTERS / 2 ? differsAt - 20 : 0;
  const shown = text.slice(start, start + SHOWN_CHARACTERS).trim();
  return `“${start > 0 ? '…' : ''}${shown}${start + SHOWN_CHARACTERS < text.length ? '…' : ''}”`;
}
