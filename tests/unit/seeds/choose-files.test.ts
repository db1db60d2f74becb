import { expect, it } from 'vitest';
import { chooseFiles } from '@/taxonomy/seeds/import/choose-files';

const birds = 'knowledge/science/birds/qna.yaml';
const fish = 'knowledge/science/fish/qna.yaml';
const poems = 'knowledge/science-of-arts/poems/qna.yaml';
const files = [birds, fish, poems];

it.each([
  [{}, files],
  [{ only: ['knowledge/science'] }, [birds, fish]],
  [{ only: ['./knowledge/science/', poems] }, files],
  [{ only: ['/knowledge/science'], skip: [fish] }, [birds]],
  [{ skip: ['knowledge/science'] }, [poems]],
  [{ skip: ['knowledge/science/birds'] }, [fish, poems]],
])('the choice %j is of these files', (choice, chosen) => {
  expect([...chooseFiles(files, choice)]).toEqual(chosen);
});

it.each([
  [{ only: [birds], skip: ['knowledge'] }, /No leaf is selected/],
  [{ only: [] }, /No leaf is selected/],
  [{ only: ['knowledge/scien'] }, /nothing to import at “knowledge\/scien”.*such as “knowledge\/science\/birds”/],
  [{ skip: ['/gone/'] }, /nothing to import at “\/gone\/”/],
])('the choice %j is refused', (choice, said) => {
  expect(() => chooseFiles(files, choice)).toThrow(said);
});

it('of an empty source is empty', () => {
  expect(chooseFiles([], {}).size).toBe(0);
});
