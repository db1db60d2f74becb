import { expect, it } from 'vitest';
import { nameDistance } from '@/taxonomy/tree/near-paths';

it.each([
  ['birds', 'birds', 0],
  ['bird', 'birds', 1],
  ['brids', 'birds', null],
  ['chikadee', 'chickadee', 1],
  ['fish', 'birds', null],
  ['csv', 'invoice csv', 11],
  ['cs', 'invoice csv', null],
  ['dragonfly', 'dragonflies', 3],
])('finds %j and %j similar, as a person would', (wanted, name, distance) => {
  expect(nameDistance(wanted, name)).toBe(distance);
});
