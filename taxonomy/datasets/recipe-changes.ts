import type { RecipeChange } from './contract-changes';
import type { Balance, PhaseRule, Recipe, Selection } from './contract-recipe';
import { amountWords, sourceWords } from './replay-words';
import { aboutKeys, aboutNames, partNames } from './vocabulary';
import { replayShare } from './vocabulary-phases';

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
  note('phases', 'Phases', ({ phases }) => phases.map((phase) => phaseText(phase, phases, placeOf)).join('; '));
  note('replay', 'Replay', ({ phases }) => replayText(phases));
  note('balance', 'Balance', ({ balance }) => balanceText(balance, placeOf));
  note('splits', 'Held out', ({ splits }) => splitText(splits));
  note('pipelines', 'Pipelines', ({ selection }) => pipelinesText(selection.pipelines));
  note('selection', 'Samples', ({ selection }) => selectionText(selection));
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

function phaseText(
  { name, key, takes, scope, learns, replay }: PhaseRule,
  phases: readonly PhaseRule[],
  placeOf: (nodeId: string) => string,
): string {
  const own = takes.map((part) => partNames[part].toLowerCase()).join(', ') || 'nothing of its own';
  const where = scope.length === 0 ? '' : ` of ${placesText(scope, placeOf)}`;
  const repeated = replay.map(({ source, as, rows }) => {
    const which = rows === 'all' ? '' : ` (${rows})`;
    const how = as === 'same' ? '' : as === 'raft' ? ', among other passages' : ', answers only';
    return `${sourceWords(source, phases, noNames)}${which}${how}`;
  });
  const again = repeated.length === 0 ? '' : `, replays ${repeated.join(', ')}`;
  return `${name} (${key}): ${own}${where}${learns === 'answers' ? ', answers only' : ''}${again}`;
}

function replayText(phases: readonly PhaseRule[]): string {
  const rules = phases.flatMap(({ name, replay }) => replay.map((rule) => ({ ...rule, name })));
  if (rules.length === 0) return 'none';
  const share = replayShare(phases);
  if (share !== null && rules.every(({ source, amount }) => source.from === 'phase' && amount.of === 'fraction'))
    return share === 0 ? 'none' : `${amountWords({ of: 'fraction', value: share })} of each earlier phase`;
  return rules
    .map(({ name, source, amount }) => `${name}: ${amountWords(amount)} of ${sourceWords(source, phases, noNames)}`)
    .join(', ');
}

const noNames = new Map<string, string>();

function balanceText(balance: Balance, placeOf: (nodeId: string) => string): string {
  if (balance.mode === 'all') return 'all samples';
  const rows = balance.rows.toLocaleString('en');
  if (balance.mode === 'at_most') return `at most ${rows} of each leaf`;
  if (balance.mode === 'exactly') return `${rows} of each leaf${balance.isRepeated ? ', repeated where needed' : ''}`;
  const weights = balance.weights.map(({ nodeId, weight }) => `${placeOf(nodeId)} ${weight}`);
  return `${rows} in all, weighted${weights.length === 0 ? ' evenly' : `: ${weights.join(', ')}`}`;
}

function splitText({ validation, test }: Recipe['splits']): string {
  const percent = (share: number) => `${Number((share * 100).toFixed(2))} %`;
  if (validation === 0 && test === 0) return 'nothing';
  return `${percent(validation)} for validation, ${percent(test)} for test`;
}

function selectionText({ runs, teachers, isPendingTaken, minimumScores }: Selection): string {
  const said = [
    isPendingTaken ? 'approved and pending' : 'approved',
    runs.length > 0 && `of runs ${runs.toSorted().join(', ')}`,
    teachers.length > 0 && `of teachers ${teachers.toSorted().join(', ')}`,
    ...minimumScores.map(({ step, score }) => `${step} at least ${score}`),
  ];
  return said.filter(Boolean).join(', ');
}

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
