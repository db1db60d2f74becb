import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { readLines } from '@/taxonomy/generation/read-lines';

async function linesIn(chunks: string[], maxBytes = 100) {
  const lines = [];
  for await (const line of readLines(
    (async function* () {
      for (const chunk of chunks) yield Buffer.from(chunk, 'latin1');
    })(),
    maxBytes,
  ))
    lines.push([line.number, line.text]);
  return lines;
}

describe('the lines of a stream', () => {
  it('are the same however its bytes are cut', async () => {
    const bytes = Buffer.from('{"a":"ä"}\n\n{"b":"鸟"}\r\nlast').toString('latin1');
    const expected = [
      [1, '{"a":"ä"}'],
      [3, '{"b":"鸟"}\r'],
      [4, 'last'],
    ];
    for (let size = 1; size <= bytes.length; size += 1) {
      const chunks = Array.from({ length: Math.ceil(bytes.length / size) }, (_, i) =>
        bytes.slice(i * size, (i + 1) * size),
      );
      expect(await linesIn(chunks)).toEqual(expected);
    }
  });

  it('say where they begin, in bytes, also after a byte order mark and empty lines', async () => {
    const bytes = Buffer.from('\uFEFF{"a":"ä"}\n\r\n{}\n');
    const places: [number, string][] = [];
    for await (const { start, bytes: length } of readLines(Readable.from([bytes]), 100))
      places.push([start, bytes.toString('utf8', start, start + length)]);
    expect(places).toEqual([
      [0, '\uFEFF{"a":"ä"}'],
      [16, '{}'],
    ]);
  });

  it('are null when they are too long, and the next ones are read', async () => {
    expect(await linesIn(['a'.repeat(60), 'a'.repeat(60), '\nb\n'])).toEqual([
      [1, null],
      [2, 'b'],
    ]);
  });

  it('begin after a byte order mark, and there are none in an empty stream', async () => {
    expect(await linesIn(['\xef\xbb\xbf{}'])).toEqual([[1, '{}']]);
    expect(await linesIn([])).toEqual([]);
    expect(await linesIn(['\n', ' \n'])).toEqual([]);
  });
});
