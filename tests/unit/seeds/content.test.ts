import { describe, expect, it } from 'vitest';
import { makeFreeform, makeSkillSeed } from '../../support/seeds-factories';
import { canonicalJson, contentHash } from '@/taxonomy/seeds/content';

describe('contentHash', () => {
  it('is the same for the same content, whatever the order of keys and the ids of seeds', () => {
    const content = makeFreeform();
    const shuffled = makeFreeform({ seeds: content.seeds.map((_, i) => makeSkillSeed(i + 1, { id: `other-${i}` })) });
    expect(contentHash(shuffled)).toBe(contentHash(content));
    expect(canonicalJson({ b: [{ d: 1, c: 2 }], a: null })).toBe('{"a":null,"b":[{"c":2,"d":1}]}');
  });

  it('differs when a word or the order of seeds differs', () => {
    const content = makeFreeform();
    const others = [
      makeFreeform({ taskDescription: 'Name moons.' }),
      makeFreeform({ seeds: [5, 4, 3, 2, 1].map((n) => makeSkillSeed(n)) }),
    ];
    for (const other of others) expect(contentHash(other)).not.toBe(contentHash(content));
  });
});
