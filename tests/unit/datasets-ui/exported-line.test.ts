import { describe, expect, it } from 'vitest';
import { readExportedLine, splitFrontMatter } from '@/components/datasets/exported-line';

describe('readExportedLine', () => {
  it('reads messages, and the metadata from its string inside the JSON', () => {
    const line = JSON.stringify({
      messages: [{ content: 'Where?', role: 'user' }],
      metadata: JSON.stringify({ domain: 'nature', turns: 1 }),
      id: 'a',
      unmask: true,
    });
    expect(readExportedLine(line)).toEqual({
      messages: [{ content: 'Where?', role: 'user' }],
      facts: [
        ['id', 'a'],
        ['unmask', 'true'],
        ['domain', 'nature'],
        ['turns', '1'],
      ],
    });
  });

  it.each(['', 'null', '[]', '{"messages":"none"}', '{"messages":[{"role":"user"}]}', '{"messages":['])(
    'returns null for a line of another form: %j',
    (line) => expect(readExportedLine(line)).toBeNull(),
  );

  it('reads a line whose metadata is broken', () => {
    expect(readExportedLine('{"messages":[],"metadata":"{"}')).toEqual({ messages: [], facts: [] });
  });
});

describe('splitFrontMatter', () => {
  it('separates the front matter from the text', () => {
    expect(splitFrontMatter('---\ntags:\n- lab\n---\n\n# Birds\n')).toEqual({
      frontMatter: 'tags:\n- lab',
      text: '\n# Birds\n',
    });
  });

  it('treats a line of dashes further down as text', () => {
    expect(splitFrontMatter('# Birds\n\n---\n\nend')).toEqual({ frontMatter: null, text: '# Birds\n\n---\n\nend' });
  });
});
