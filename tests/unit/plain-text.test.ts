import { describe, expect, it } from 'vitest';
import { plainText } from '@/components/ui/plain-text';

describe('a preview of markdown', () => {
  it.each([
    ['### The lunar day\n\nThe Moon moves.', 'The lunar day\n\nThe Moon moves.'],
    ['**Bold** and *soft* and __strong__ and _quiet_ words', 'Bold and soft and strong and quiet words'],
    ['See [the paper](https://arxiv.org/abs/2403.01081) and ![a tide](tide.png).', 'See the paper and a tide.'],
    ['> Quoted\n> twice', 'Quoted\ntwice'],
    ['Run `npm start` now', 'Run npm start now'],
    ['```js\nlet a = 1;\n```', 'let a = 1;'],
    ['| Port | Depth |\n| --- | ---: |\n| North | 9 m |', 'Port, Depth\nNorth, 9 m'],
    ['One\n\n---\n\nTwo', 'One\n\nTwo'],
    ['- first\n- second\n1. third', '- first\n- second\n1. third'],
  ])('has the words of %j', (markdown, words) => {
    expect(plainText(markdown)).toBe(words);
  });

  it.each([
    '2*3*4 is 24',
    'snake_case_name and __init',
    'a * b * c',
    'C# and #5',
    'vector<int> v;',
    '5 > 3',
    '-5 to 5',
  ])('leaves %j alone', (text) => {
    expect(plainText(text)).toBe(text);
  });

  it('reads no more of a very long text than a preview can show', () => {
    const began = performance.now();
    expect(plainText('*'.repeat(500_000) + '['.repeat(500_000)).length).toBeLessThanOrEqual(2_000);
    expect(performance.now() - began).toBeLessThan(500);
  });
});
