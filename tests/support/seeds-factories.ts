import { noAttribution } from '@/taxonomy/seeds/content';
import type { KnowledgeSeed, LeafContent, SkillSeed } from '@/taxonomy/seeds/contract';

export const makeSkillSeed = (n: number, overrides: Partial<SkillSeed> = {}): SkillSeed => ({
  id: `s${n}`,
  context: null,
  question: `Which planet is number ${n} from the sun?`,
  answer: `Planet number ${n}.`,
  ...overrides,
});

export const makeKnowledgeSeed = (n: number, overrides: Partial<KnowledgeSeed> = {}): KnowledgeSeed => ({
  id: `s${n}`,
  context: `Passage ${n} of the document.`,
  questionsAndAnswers: [1, 2, 3].map((m) => ({ question: `Question ${n}.${m}?`, answer: `Answer ${n}.${m}.` })),
  ...overrides,
});

const attribution = {
  ...noAttribution,
  titleOfWork: 'Planets',
  licenseOfTheWork: 'Apache-2.0',
  creatorNames: 'Ada',
};

type Skill = Extract<LeafContent, { kind: 'freeform' | 'grounded' }>;
type Knowledge = Extract<LeafContent, { kind: 'knowledge' }>;

/** A freeform leaf without problems, unless the test says otherwise. */
export const makeFreeform = (overrides: Partial<Omit<Skill, 'kind'>> = {}): LeafContent => ({
  kind: 'freeform',
  createdBy: 'ada',
  attribution,
  taskDescription: 'Name planets.',
  seeds: [1, 2, 3, 4, 5].map((n) => makeSkillSeed(n)),
  ...overrides,
});

export const makeGrounded = (overrides: Partial<Omit<Skill, 'kind'>> = {}): LeafContent => ({
  kind: 'grounded',
  createdBy: 'ada',
  attribution,
  taskDescription: 'Answer from the text.',
  seeds: [1, 2, 3, 4, 5].map((n) => makeSkillSeed(n, { context: `Text ${n}.` })),
  ...overrides,
});

export const makeKnowledge = (overrides: Partial<Omit<Knowledge, 'kind'>> = {}): LeafContent => ({
  kind: 'knowledge',
  createdBy: 'ada',
  attribution,
  domain: 'Astronomy',
  documentOutline: 'The planets of the sun.',
  document: { repo: 'https://example.org/planets.git', commit: 'abc', patterns: ['*.md'] },
  seeds: [1, 2, 3, 4, 5].map((n) => makeKnowledgeSeed(n)),
  ...overrides,
});
