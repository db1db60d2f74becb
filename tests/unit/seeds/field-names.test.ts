import { expect, it } from 'vitest';
import { fieldName } from '@/taxonomy/seeds/field-names';

it.each([
  ['', 'the leaf'],
  ['seeds', 'seeds'],
  ['seeds.0.context', 'seed 1, context'],
  ['seeds.2.questionsAndAnswers.1.answer', 'seed 3, question 2, answer'],
  ['document.patterns.0', 'document, pattern 1'],
  ['content.seeds.10.questionsAndAnswers.11.question', 'seed 11, question 12, question'],
  ['document.patterns.12', 'document, pattern 13'],
  ['attribution.titleOfWork', 'attribution, title of the work'],
])('says where %j is', (field, name) => {
  expect(fieldName(field)).toBe(name);
});
