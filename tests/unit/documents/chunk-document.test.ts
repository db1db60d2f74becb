import { describe, expect, it } from 'vitest';
import { chunkDocument } from '@/taxonomy/documents/chunk-document';

const large = Buffer.from('Seeds are hidden in bark. '.repeat(200_000));

describe('chunkDocument', () => {
  it('gives up on a file that takes too long, with its name and a remedy', async () => {
    await expect(chunkDocument('slow.md', large, { maxSeconds: 0.05 })).rejects.toMatchObject({
      code: 'invalid',
      message: expect.stringMatching(/^slow\.md takes longer than 0\.05 seconds .* Divide it into smaller files/),
    });
  });

  it('stops when its signal aborts', async () => {
    const stop = new AbortController();
    setTimeout(() => stop.abort(new Error('stop')), 30);
    await expect(chunkDocument('a.md', large, { signal: stop.signal })).rejects.toThrow('stop');
  });
});
