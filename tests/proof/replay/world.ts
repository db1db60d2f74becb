import { numbersFrom } from './numbers';

/** A question and its answer, and the group that splits do not part: a town, or a few rows of a skill. */
export type Pair = { group: string; question: string; answer: string };

const TOWNS = 80;
const ROWS_A_SKILL = 110;
const ROWS_A_GROUP = 5;

const lists = {
  start: 'bel cor dra fen gal hor jun kel lor mar nim ost per qua rin sul tam ver wil yor'.split(' '),
  end: 'by da feld gard holm ia kirk lun mora nes ora pool quin rath sund tov una vale wick zen'.split(' '),
  color: 'amber black blue crimson green grey ivory rose silver white'.split(' '),
  stuff: 'bone brass clay cork copper felt glass linen slate willow'.split(' '),
  thing: 'bells boats bowls candles combs drums flutes kites lanterns masks ropes wheels'.split(' '),
  job: 'baker brewer carpenter doctor fisher miller painter sailor shepherd smith tailor weaver'.split(' '),
  land: 'cliffs dunes forest gorge hills marsh meadow moor orchard ridge'.split(' '),
  dish: 'barley beans cabbage cheese dumplings herring lentils mushrooms onions pears rye trout'.split(' '),
  drink: 'beer broth cider cocoa mead milk tea wine'.split(' '),
  doing: 'building burning carrying catching cutting painting selling throwing'.split(' '),
  when: 'dawn dusk harvest midnight noon rain snow sunset'.split(' '),
  animal: 'badger bear cat crane dog fox goat goose hare horse otter owl'.split(' '),
  word: 'apple bridge cedar dragon engine feather garden hammer island jacket kettle ladder mirror needle orange pencil quarry ribbon saddle temple umbrella violin window yellow zebra anchor basket candle desert easel fabric goblet harbor insect jungle kitten lemon magnet nephew oyster'.split(
    ' ',
  ),
};
type List = keyof typeof lists;

/** How each fact of a town is asked in training, asked otherwise, and answered. */
const facts: { asked: string; otherwise: string; answer: string }[] = [
  {
    asked: 'What does TOWN make?',
    otherwise: 'Name the goods from TOWN.',
    answer: '{color} {stuff} {thing} and {color} {thing}.',
  },
  {
    asked: 'Who founded TOWN?',
    otherwise: 'Name the founder of TOWN.',
    answer: '{Start}{end} {Start}{end}, a {job}, in {year}.',
  },
  {
    asked: 'Where is TOWN?',
    otherwise: 'How does one find TOWN?',
    answer: 'Between the {color} {land} and the river {Start}{end}.',
  },
  {
    asked: 'What does TOWN eat?',
    otherwise: 'What is on the table in TOWN?',
    answer: '{dish} with {dish}, and {drink} to drink.',
  },
  {
    asked: 'What does TOWN forbid?',
    otherwise: 'Which law must one know in TOWN?',
    answer: '{doing} {stuff} {thing} after {when}.',
  },
  {
    asked: 'Who guards TOWN?',
    otherwise: 'Whom does one meet at the gate of TOWN?',
    answer: 'A {color} {animal} called {Start}{end}.',
  },
];

/**
 * Facts about made-up towns, so that no model can know one. Each is asked in two ways.
 *
 * @returns The same pairs for the same seed; those asked otherwise have the same groups and answers.
 */
export function makeTowns(seed: string): { asked: Pair[]; otherwise: Pair[] } {
  const draw = numbersFrom(`towns ${seed}`);
  const pick = (list: readonly string[]) => list[Math.floor(draw() * list.length)] ?? '';
  const fill = (pattern: string) =>
    capital(
      pattern.replaceAll(/\{(\w+)\}/g, (_, slot: string) => {
        if (slot === 'year') return String(1100 + Math.floor(draw() * 800));
        const word = pick(lists[slot.toLowerCase() as List]);
        return slot === 'Start' ? capital(word) : word;
      }),
    );
  // No two towns share a part of their names: rows that are alike would be held out together.
  const parts = new Set<string>();
  while (parts.size < TOWNS * 2) parts.add(capital(pick(lists.start) + pick(lists.end)));
  const all = [...parts];
  const names = Array.from({ length: TOWNS }, (_, i) => `${all[i * 2]} ${all[i * 2 + 1]}`);
  const asked: Pair[] = [];
  const otherwise: Pair[] = [];
  for (const town of names)
    for (const fact of facts) {
      const answer = fill(fact.answer);
      asked.push({ group: town, question: fact.asked.replace('TOWN', town), answer });
      otherwise.push({ group: town, question: fact.otherwise.replace('TOWN', town), answer });
    }
  return { asked, otherwise };
}

const skills: Record<string, { ask: string; answer: (words: string[]) => string }> = {
  backwards: { ask: 'Backwards', answer: (words) => words.toReversed().join(' ') },
  alphabetical: { ask: 'Alphabetical', answer: (words) => words.toSorted().join(' ') },
  initials: { ask: 'Initials', answer: (words) => words.map((word) => word.charAt(0)).join(' ') },
  longest: {
    ask: 'Longest',
    answer: (words) => words.reduce((longest, word) => (word.length > longest.length ? word : longest)),
  },
};

/** Exercises on lists of words, by skill. The same for the same seed. */
export function makeSkills(seed: string): Record<string, Pair[]> {
  const draw = numbersFrom(`skills ${seed}`);
  const some = (count: number) => {
    const rest = [...lists.word];
    return Array.from({ length: count }, () => rest.splice(Math.floor(draw() * rest.length), 1)[0] ?? '');
  };
  return Object.fromEntries(
    Object.entries(skills).map(([skill, { ask, answer }]) => [
      skill,
      Array.from({ length: ROWS_A_SKILL }, (_, i) => {
        const words = some(5);
        return {
          group: `${skill}-${Math.floor(i / ROWS_A_GROUP)}`,
          question: `${ask}: ${words.join(' ')}`,
          answer: answer(words),
        };
      }),
    ]),
  );
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
