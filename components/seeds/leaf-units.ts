import type { KnowledgeSeed, LeafContent, SkillSeed } from '@/taxonomy/seeds/contract';

export type Seed = SkillSeed | KnowledgeSeed;

/** One text of a unit, such as a seed's answer. */
export type Part = { label: string; text: string };

/** The smallest part of a leaf that can be in conflict: one field, or one whole seed example. */
export type Unit = { key: string; label: string; seedId: string | null; parts: Part[]; fingerprint: string };

/** A leaf split into units, in the order of the page. */
export function unitsOf(content: LeafContent): Unit[] {
  const { attribution } = content;
  const fields: [key: string, label: string, text: string][] = [
    ['kind', 'Kind', content.kind],
    ...ownFields(content),
    ['createdBy', 'Created by', content.createdBy],
    ['attribution.titleOfWork', 'Title of the work', attribution.titleOfWork],
    ['attribution.linkToWork', 'Link to the work', attribution.linkToWork],
    ['attribution.revision', 'Revision', attribution.revision],
    ['attribution.licenseOfTheWork', 'Licence', attribution.licenseOfTheWork],
    ['attribution.creatorNames', 'Creators', attribution.creatorNames],
  ];
  return [...fields.map(([key, label, text]) => fieldUnit(key, label, text)), ...content.seeds.map(seedUnit)];
}

function ownFields(content: LeafContent): [key: string, label: string, text: string][] {
  if (content.kind !== 'knowledge') return [['taskDescription', 'Task description', content.taskDescription]];
  const { document } = content;
  return [
    ['domain', 'Domain', content.domain],
    ['documentOutline', 'Document outline', content.documentOutline],
    ['document', 'Documents', document ? [document.repo, document.commit, ...document.patterns].join('\n') : ''],
  ];
}

const fieldUnit = (key: string, label: string, text: string): Unit => ({
  key,
  label,
  seedId: null,
  parts: [{ label, text }],
  fingerprint: text,
});

const seedUnit = (seed: Seed, index: number): Unit => ({
  key: `seed:${seed.id}`,
  label: `Seed ${index + 1}`,
  seedId: seed.id,
  parts: partsOfSeed(seed),
  fingerprint: JSON.stringify(seed),
});

export function partsOfSeed(seed: Seed): Part[] {
  const context = seed.context === null || seed.context === '' ? [] : [{ label: 'Context', text: seed.context }];
  if (!('questionsAndAnswers' in seed)) {
    return [...context, { label: 'Question', text: seed.question }, { label: 'Answer', text: seed.answer }];
  }
  return [
    ...context,
    ...seed.questionsAndAnswers.flatMap((pair, i) => [
      { label: `Question ${i + 1}`, text: pair.question },
      { label: `Answer ${i + 1}`, text: pair.answer },
    ]),
  ];
}
