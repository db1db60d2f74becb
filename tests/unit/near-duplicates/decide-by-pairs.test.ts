import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CandidatePairs } from '@/taxonomy/generation/filters/near-duplicates/candidate-pairs';
import { decideByPairs } from '@/taxonomy/generation/filters/near-duplicates/decide-by-pairs';
import { decideInMemory } from '@/taxonomy/generation/filters/near-duplicates/decide-in-memory';
import { LineIndex } from '@/taxonomy/generation/filters/near-duplicates/line-index';
import { alikeTexts, lcsOf, randomFrom } from '../../support/alike-texts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'seedleaf-pairs-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function write(name: string, content: string): string {
  const file = path.join(folder, name);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, content);
  return file;
}

const writeTexts = (texts: string[]) =>
  write('texts.jsonl', texts.map((text) => `${JSON.stringify({ text })}\n`).join(''));

const choices = { field: 'text', threshold: 0.7, tokenizer: 'unicode' as const };

async function decide(file: string, pairs: string) {
  const index = await LineIndex.of(file, 'text');
  try {
    const candidates = await CandidatePairs.read(pairs, index);
    return { decisions: [...decideByPairs(index, candidates, choices)], counts: candidates.counts };
  } finally {
    index.close();
  }
}

const birds = (word: string) => `Name a bird that sings at ${word}.`;

describe('lines decided by pairs', () => {
  it('are decided as in memory when every pair is there', async () => {
    const texts = alikeTexts(150, { seed: 3, words: 60, most: 40 }).map((words) => words.join(' '));
    const file = writeTexts(texts);
    const all = texts.flatMap((_, i) => texts.slice(0, i).map((__, j) => `${i + 1},${j + 1}\n`));
    const { decisions } = await decide(file, write('pairs.csv', all.join('')));
    expect(decisions.filter(({ kept }) => !kept).length).toBeGreaterThan(10);
    expect(decisions).toEqual([...(await decideInMemory(file, choices))]);
  });

  it('are never dropped without a kept line that is over the threshold, whatever the pairs are', async () => {
    const words = alikeTexts(300, { seed: 4, words: 60, most: 40 });
    const random = randomFrom(5);
    const pairs = Array.from({ length: 9000 }, () => [Math.floor(random() * 302), Math.floor(random() * 302)]);
    const file = writeTexts(words.map((each) => each.join(' ')));
    const { decisions } = await decide(file, write('pairs.csv', pairs.map((pair) => `${pair.join(',')}\n`).join('')));
    const dropped = decisions.filter(({ kept }) => !kept);
    expect(dropped.length).toBeGreaterThan(10);
    for (const { line, nearest, score } of dropped) {
      const [a = [], b = []] = [words[line - 1], words[(nearest ?? 0) - 1]];
      expect((2 * lcsOf(a, b)) / (a.length + b.length)).toBe(score);
      expect(score).toBeGreaterThan(0.7);
      expect(decisions[(nearest ?? 0) - 1]).toMatchObject({ kept: true });
    }
  });

  it('are not compared with a dropped line', async () => {
    // 2 is like 1 and 3, but 3 is not like 1.
    const file = writeTexts(['a b c d e f g h', 'a b c d e f x y', 'c d e f x y v w']);
    const { decisions } = await decide(file, write('pairs.csv', '1,2\n2,3\n'));
    expect(decisions.map(({ kept }) => kept)).toEqual([true, false, true]);
  });

  it('are read by their places, past empty lines, Windows line ends and letters of several bytes', async () => {
    const file = write('texts.jsonl', '\uFEFF{"text":"Zwölf Bäume 木"}\r\n\r\n\n{"text":"zwölf bäume 木"}');
    const { decisions } = await decide(file, write('pairs.jsonl', '[1,4]'));
    expect(decisions).toEqual([
      { line: 1, kept: true, nearest: null, score: null },
      { line: 4, kept: false, nearest: 1, score: 1 },
    ]);
  });
});

describe('pairs', () => {
  const rows = () => writeTexts([birds('night'), 'Count the apples.', birds('dawn'), birds('noon')]);

  it('come in any order, either line first, several times; those of no line and of one line are counted', async () => {
    const pairs = write('pairs.csv', '4,1\n1,3\n3,1\n1,3\n2,2\n1,9\n0,1\n-1,2\n');
    const { decisions, counts } = await decide(rows(), pairs);
    expect(decisions.map(({ line, nearest }) => [line, nearest])).toEqual([
      [1, null],
      [2, null],
      [3, 1],
      [4, 1],
    ]);
    expect(counts).toEqual({
      toCheck: 2,
      doubled: 2,
      ofItself: 1,
      ofNoLine: 3,
      firstOfNoLine: `${pairs}, line 6`,
    });
  });

  it.each([
    ['with a head and more columns', 'earlier,later,distance\n1,3,0.25\n'],
    ['with quotes and tabs', '"1"\t"3"\n'],
    ['as JSON lists', '[3, 1]\n\n[1, 4, 0.5]\n'],
    ['as JSON objects', '{"left":1,"right":3,"distance":0.2}\n'],
  ])('are read %s', async (_, content) => {
    const { decisions } = await decide(rows(), write('pairs', content));
    expect(decisions[2]).toMatchObject({ line: 3, kept: false, nearest: 1 });
  });

  it('are read from all files of a folder but marks', async () => {
    write('pairs/part-00000.csv', '1,3\n');
    write('pairs/part-00001.csv', '1,4\n');
    write('pairs/_SUCCESS', '');
    write('pairs/.part-00000.csv.crc', 'crc');
    const { counts } = await decide(rows(), path.join(folder, 'pairs'));
    expect(counts.toCheck).toBe(2);
  });

  it.each(['1,3\n1;x\n', '1,3\n7\n', '[1,3]\n[1.5,2]\n', '[1,3]\n{"left":"1"}\n', '1,3\nleft,right\n', '1,3\n[1,'])(
    'that are none are refused with their place: %j',
    async (content) => {
      const file = write('pairs', content);
      await expect(decide(rows(), file)).rejects.toThrow(
        `${file}, line 2: this is no pair of line numbers. Each line must begin with two, such as 3,17 or [3,17].`,
      );
    },
  );

  it('must be there', async () => {
    await expect(decide(rows(), path.join(folder, 'none'))).rejects.toMatchObject({ code: 'not_found' });
    mkdirSync(path.join(folder, 'empty'));
    await expect(decide(rows(), path.join(folder, 'empty'))).rejects.toThrow(/There is no file with pairs/);
  });
});
