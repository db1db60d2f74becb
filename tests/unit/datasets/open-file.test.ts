import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ImportMapping } from '@/taxonomy/datasets/contract-imported';
import { formats } from '@/taxonomy/datasets/formats';
import { withRows, type ImportFile } from '@/taxonomy/datasets/imported/open-file';
import { readConversations } from '@/taxonomy/datasets/imported/read-conversations';
import { formatRows, sourceOf } from '@/tests/support/format-rows';

let scratch = '';
beforeEach(() => {
  scratch = mkdtempSync(path.join(tmpdir(), 'seedleaf-open-'));
});
afterEach(() => rmSync(scratch, { recursive: true }));

/** An upload in pieces of the size that is asked for, as a network sends them. */
function upload(name: string, content: string | Uint8Array, piece = 7): ImportFile {
  const bytes = Buffer.from(content);
  async function* stream() {
    for (let at = 0; at < bytes.length; at += piece) yield bytes.subarray(at, at + piece);
  }
  return { name, stream: stream(), scratch };
}

async function read(file: ImportFile, mapping: ImportMapping | null = null): Promise<(string | [number, string])[]> {
  return withRows(file, async (rows) => {
    const found: (string | [number, string])[] = [];
    for await (const each of readConversations(rows, mapping))
      found.push('problem' in each ? [each.line, each.problem] : each.messages.map(({ content }) => content).join('|'));
    return found;
  });
}

const questions = (count: number) => Array.from({ length: count }, (_, i) => `Q${i}?`);

function parquetOf(count: number, options: object = {}) {
  const data = questions(count);
  return Buffer.from(
    parquetWriteBuffer({
      columnData: [
        { name: 'question', data, type: 'STRING' },
        { name: 'answer', data: data.map((each) => `Of ${each}`), type: 'STRING' },
        { name: 'other', data: data.map((_, i) => i), type: 'INT32' },
      ],
      ...options,
    }),
  );
}

describe('a JSON list', () => {
  it('is read element by element, with texts that look like its ends', async () => {
    const list = [
      { question: 'a "]" [,{', answer: '\\' },
      { question: 'b', answer: ['x'] },
      { question: 'c', answer: 'C' },
    ];
    for (const piece of [1, 7, 1_000]) {
      expect(await read(upload('a.json', `\uFEFF ${JSON.stringify(list, null, 2)}\n`, piece))).toEqual([
        'a "]" [,{|\\',
        [2, 'There is no text in “answer”.'],
        'c|C',
      ]);
    }
  });

  it.each([
    ['[{"question":"a","answer":"A"},{"ques', /ends in the middle, after row 1\. The file was cut off/],
    ['[{"question":"a","answer":"A"}] [', /Something follows the JSON list/],
  ])('that is broken is refused: %s', async (text, message) => {
    await expect(read(upload('a.json', text))).rejects.toThrow(message);
  });
});

describe('a CSV table', () => {
  it('may have a byte order mark, quoted line ends, quotes and empty lines', async () => {
    const text = '\uFEFFquestion,answer\r\n"One,\r\n""two""?",Yes\r\n\r\nThree?,"No"\r\n';
    for (const piece of [1, 1_000])
      expect(await read(upload('a.csv', text, piece))).toEqual(['One,\r\n"two"?|Yes', 'Three?|No']);
  });

  it.each([';', '\t', '|', ','])('may have the separator %j', async (separator) => {
    const lines = [
      `instruction${separator}input${separator}output`,
      `"Sum${separator} up"${separator}1 2${separator}3`,
    ];
    expect(await read(upload('a.csv', lines.join('\n')))).toEqual([`Sum${separator} up\n\n1 2|3`]);
  });

  it('has conversations as JSON, or columns that a person names', async () => {
    const turns = JSON.stringify([
      { role: 'user', content: 'One?' },
      { role: 'assistant', content: 'Yes.' },
    ]);
    expect(await read(upload('a.csv', `messages\n"${turns.replaceAll('"', '""')}"\n`))).toEqual(['One?|Yes.']);
    const named = upload('a.csv', 'Frage;Antwort\nEins?;Ja.\n');
    expect(await read(named, { question: 'Frage', answer: 'Antwort' })).toEqual(['Eins?|Ja.']);
  });

  it('tells rows with too few or too many cells by number, and reads the others', async () => {
    expect(await read(upload('a.csv', 'question,answer\na,A\nb\n"c\nd",C\ne,E,E\n'))).toEqual([
      'a|A',
      [2, 'It ends in line 3 with 1 cells, and the header has 2.'],
      'c\nd|C',
      [4, 'It ends in line 6 with 3 cells, and the header has 2.'],
    ]);
  });

  it.each([
    [
      'an open quote',
      'question,answer\na,"A\nb,B\n',
      /Row 1 of the table \(near line \d\) has a quote that is never closed/,
    ],
    ['a quote in a cell', 'question,answer\na,"A" x\n', /Row 1 of the table \(near line 2\) has a quote inside a cell/],
    ['a huge row', `question,answer\na,"${'x'.repeat(5 * 1024 * 1024)}`, /Row 1 of the table .* is longer than 4 MB/],
    ['a column twice', 'question,answer,answer\n', /the column “answer” twice/],
    ['no usual column', 'frage,antwort\na,b\n', /The table has none of the usual shapes .* the fields: frage, antwort/],
    ['nothing', '', /The file is empty/],
  ])('that has %s is refused with the place', async (_, text, message) => {
    await expect(read(upload('a.csv', text, 4_000))).rejects.toThrow(message);
  });

  it('without a column that was named is refused', async () => {
    const mapping = { question: 'question', answer: 'reply' };
    await expect(read(upload('a.csv', 'question,answer\n'), mapping)).rejects.toThrow(
      /no column “reply”.*question, answer/,
    );
  });

  it('whose upload breaks off is refused as that', async () => {
    async function* stream() {
      yield Buffer.from('question,answer\na,A\n'.repeat(10_000));
      throw new Error('gone');
    }
    await expect(read({ name: 'a.csv', stream: stream(), scratch })).rejects.toThrow('gone');
  });
});

describe('a Parquet file', () => {
  it('is read in row groups, from a folder or uploaded, and leaves nothing behind', async () => {
    const bytes = parquetOf(2_500, { rowGroupSize: 1_000 });
    const rows = questions(2_500).map((each) => `${each}|Of ${each}`);
    expect(await read(upload('a.parquet', bytes, 5_000))).toEqual(rows);
    expect(readdirSync(scratch)).toEqual([]);
    const place = path.join(scratch, 'a.parquet');
    writeFileSync(place, bytes);
    expect(await read({ name: 'a.parquet', path: place })).toEqual(rows);
  });

  it('with a large row group is read in parts where its pages are indexed', async () => {
    const messages = Array.from({ length: 12_000 }, (_, i) =>
      JSON.stringify([
        { role: 'user', content: `Q${i}? ${'and why? '.repeat(400)}` },
        { role: 'assistant', content: `A${i}.` },
      ]),
    );
    const bytes = parquetWriteBuffer({
      columnData: [{ name: 'messages', data: messages, type: 'STRING', columnIndex: true, offsetIndex: true }],
      rowGroupSize: 12_000,
      pageSize: 256 * 1024,
    });
    const rows = await read(upload('a.parquet', new Uint8Array(bytes), 1_000_000));
    expect(rows).toHaveLength(12_000);
    expect(rows.every((row, i) => typeof row === 'string' && row.startsWith(`Q${i}?`) && row.endsWith(`|A${i}.`))).toBe(
      true,
    );
  });

  it('of an export is read as it was written', async () => {
    const rows = Object.values(formatRows);
    const [part] = formats.parquet.parts(sourceOf(rows), {});
    const chunks: Uint8Array[] = [];
    for await (const written of part!.content()) chunks.push(...written.chunks.map((chunk) => Buffer.from(chunk)));
    const found = await read(upload('a.parquet', Buffer.concat(chunks), 5_000));
    expect(found).toEqual(rows.map(({ messages }) => messages.map(({ content }) => content).join('|')));
  });

  it('tells empty cells by row', async () => {
    const bytes = parquetWriteBuffer({
      columnData: [
        { name: 'prompt', data: ['a', null, 'c'], type: 'STRING', nullable: true },
        { name: 'completion', data: ['A', 'B', ''], type: 'STRING' },
      ],
    });
    const [first, second, third] = await read(upload('a.parquet', new Uint8Array(bytes)));
    expect([first, second, third]).toEqual([
      'a|A',
      [2, 'Its messages are not a list of objects.'],
      [3, 'Message 2 is empty.'],
    ]);
  });

  it('packed with a codec that is not read is refused with the remedy', async () => {
    const bytes = parquetOf(10, { codec: 'ZSTD', compressors: { ZSTD: (input: Uint8Array) => gzipSync(input) } });
    await expect(read(upload('a.parquet', bytes))).rejects.toThrow(/“question” is compressed with ZSTD.*Snappy/);
  });

  it('packed with gzip is read', async () => {
    const bytes = parquetOf(10, { codec: 'GZIP', compressors: { GZIP: (input: Uint8Array) => gzipSync(input) } });
    expect(await read(upload('a.parquet', bytes))).toHaveLength(10);
  });

  it('that says it has many more values than bytes is refused before they are read', async () => {
    const count = 1_100_000;
    const whole = Buffer.from(
      parquetWriteBuffer({
        columnData: ['question', 'answer'].map((name) => ({
          name,
          type: 'STRING' as const,
          data: Array.from({ length: count }, () => 'a'),
        })),
        rowGroupSize: count,
        pageSize: 64 * 1024 * 1024,
      }),
    );
    const place = whole.indexOf(varint(count));
    expect(place).toBeLessThan(1_000);
    varint(130_000_000).copy(whole, place);
    await expect(read(upload('a.parquet', whole, 1_000_000))).rejects.toThrow(
      /Column “question” says that it has more than 20,000,000 values in row group 1\. Write/,
    );
  });

  it('that is cut off or damaged is refused, wherever the damage is', async () => {
    const whole = parquetOf(2_000);
    for (const length of [4, 11, 100, whole.length - 1])
      await expect(read(upload('a.parquet', whole.subarray(0, length), 5_000))).rejects.toThrow(/cut off|damaged/);
    let refused = 0;
    for (let at = 4; at < whole.length; at += Math.ceil(whole.length / 150)) {
      const bytes = Buffer.from(whole);
      bytes.writeUInt8(bytes.readUInt8(at) ^ 0xff, at);
      // Some bytes are texts, which nothing tells from others.
      await read(upload('a.parquet', bytes, 50_000)).catch((error: unknown) => {
        expect(error).toMatchObject({ name: 'DomainError', code: 'invalid' });
        refused += 1;
      });
    }
    expect(refused).toBeGreaterThan(10);
    expect(readdirSync(scratch)).toEqual([]);
  });
});

/** A number as Thrift's compact protocol writes it. */
function varint(value: number): Buffer {
  const bytes: number[] = [];
  for (let left = value * 2; left > 0 || bytes.length === 0; left = Math.floor(left / 128))
    bytes.push((left % 128) + (left >= 128 ? 128 : 0));
  return Buffer.from(bytes);
}

describe('another kind of file', () => {
  it.each([
    ['a.jsonl.gz', gzipSync('{}'), /gzip\. Unpack it/],
    ['a.xlsx', Buffer.from('PK\x03\x04....'), /Excel.*CSV/],
    ['a.csv', Buffer.from('\uFEFFquestion', 'utf16le'), /UTF-16/],
    ['a.csv', Buffer.from('question,answer\nGr\xfc\xdfe?,Ja\n', 'latin1'), /not UTF-8 in or after line 2/],
    ['a.parquet', Buffer.from('<html>'), /does not begin like one/],
  ])('is refused with what to do: %s', async (name, bytes, message) => {
    await expect(read(upload(name, bytes, 4))).rejects.toThrow(message);
  });
});
