import { describe, expect, it } from 'vitest';
import { changedAddresses, otherUrlsOf } from '@/taxonomy/generation/teacher/addresses';

const editor = { innerHosts: [], ownPorts: [5_432], mayBeThisMachine: false };
const owner = { ...editor, mayBeThisMachine: true };
const before = { baseUrl: 'https://a.example/v1', otherUrls: ['https://b.example/v1'], isOwners: false };

describe('the addresses of a teacher', () => {
  it('are each checked, and each kept once', () => {
    const given = ['https://b.example', 'https://b.example/v1/chat/completions', 'https://a.example/v1'];
    expect(otherUrlsOf('https://a.example/v1', given, editor)).toEqual(['https://b.example/v1']);
    expect(() => otherUrlsOf('https://a.example/v1', ['http://127.0.0.1:8000'], editor)).toThrow();
    expect(() => otherUrlsOf('https://a.example/v1', ['http://127.0.0.1:5432'], owner)).toThrow();
  });

  it('stay where nothing is given', () => {
    expect(changedAddresses(before, {}, editor)).toMatchObject({
      first: before.baseUrl,
      others: before.otherUrls,
      isNew: false,
      isElsewhere: false,
    });
  });

  it('can swap places: no server is new, so the key stays', () => {
    const swapped = { baseUrl: 'https://b.example/v1', otherUrls: ['https://a.example/v1'] };
    expect(changedAddresses(before, swapped, editor)).toMatchObject({ isNew: false, isElsewhere: false });
  });

  it('are elsewhere as soon as one of them is on a new server', () => {
    const more = { otherUrls: ['https://b.example/v1', 'https://c.example/v1'] };
    expect(changedAddresses(before, more, editor)).toMatchObject({ isNew: true, isElsewhere: true });
    expect(changedAddresses(before, { otherUrls: ['https://a.example/sub'] }, editor)).toMatchObject({
      isNew: true,
      isElsewhere: false,
    });
  });

  it('may be this machine only when an owner entered all of them', () => {
    const mixed = { otherUrls: ['https://b.example/v1', 'http://127.0.0.1:8000/v1'] };
    expect(() => changedAddresses(before, mixed, owner)).toThrow();
    expect(changedAddresses({ ...before, isOwners: true }, mixed, owner)).toMatchObject({ isOwners: true });
    const replaced = { baseUrl: 'http://127.0.0.1:8000/v1', otherUrls: [] };
    expect(changedAddresses(before, replaced, owner)).toMatchObject({ isOwners: true });
  });
});
