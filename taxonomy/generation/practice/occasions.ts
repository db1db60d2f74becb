import type { Random } from './random';
import { names, subjects } from './words';

// Sentences about people and places. They go round a text of the practice teacher, so that its texts differ as those of
// a model do.

type Line = (name: string, subject: string, other: string) => string;

const openings: readonly [Line, ...Line[]] = [
  (name, subject) => `${name}, who works at the ${subject}, asks: `,
  (name, subject) => `For a leaflet that ${name} prints about the ${subject}: `,
  (name, subject) => `Before we leave for the ${subject}, ${name} wants to know: `,
  (name, subject) => `I am preparing a talk for ${name} and the ${subject} club. `,
  (name, subject) => `A visitor called ${name} left this on the counter of the ${subject}: `,
  (name, subject) => `Our class has been reading about a ${subject}, and ${name} came up with this. `,
  (name, subject) => `Here is what ${name} wrote on the back of a ${subject} postcard: `,
  (name, subject) => `Quick question from ${name} while the ${subject} is closed: `,
  (name, subject, other) => `In the newsletter of the ${subject} and the ${other}, ${name} would like to see this: `,
  (name, subject) => `${name} has to explain it to children near a ${subject}. `,
  (name, subject, other) => `Between the ${subject} and the ${other}, ${name} overheard someone say: `,
  (name, subject) => `Someone at my ${subject} course, I think ${name}, raised this: `,
];

const closings: readonly [Line, ...Line[]] = [
  () => ' Keep it short.',
  () => ' Explain your reasoning.',
  () => ' One paragraph is enough.',
  () => ' Use plain words.',
  (_, subject) => ` Give one example with a ${subject}.`,
  (name) => ` Write it so that ${name}, who is ten, understands it.`,
  (name, subject) => ` ${name} reads it aloud at the ${subject} tomorrow.`,
  (_, subject, other) => ` It goes on a sign between the ${subject} and the ${other}.`,
];

const stories: readonly [Line, ...Line[]] = [
  (name, subject) => `This is how ${name} told it at the ${subject}.`,
  (name, subject) => `${name} wrote it down for the ${subject} next door.`,
  (name, subject) => `It was first noticed by ${name}, who keeps a ${subject}.`,
  (name, subject) => `Afterwards ${name} often thought of the ${subject}.`,
  (name, subject, other) => `The way from the ${subject} to the ${other} took ${name} most of the morning.`,
  (_, subject, other) => `Nobody had expected a ${subject} so close to the ${other}.`,
  (name, subject) => `In spring, ${name} sold the old ${subject} and bought a smaller one.`,
  (name, subject, other) => `${name} compared it with a ${subject}, others with a ${other}.`,
  (_, subject) => `The newspaper printed a short note with a drawing of the ${subject}.`,
  (name, subject) => `Two friends of ${name} still argue about that ${subject}.`,
];

const lineOf =
  (lines: readonly [Line, ...Line[]]) =>
  (random: Random): string =>
    random
      .pick(lines)(random.pick(names), random.pick(subjects), random.pick(subjects))
      .replace(/\ba (?=[aeiou])/g, 'an ');

/** Comes before a question, with the blank between them. */
export const openingLine = lineOf(openings);
/** Comes after a question. */
export const closingLine = lineOf(closings);
/** A sentence for a text. */
export const storyLine = lineOf(stories);
