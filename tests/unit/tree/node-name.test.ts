import { describe, expect, it } from 'vitest';
import { nameFault } from '@/components/tree/names';
import { buildTree } from '@/components/tree/model';
import { emptyTree } from '@/components/tree/known-tree';
import { NodeName } from '@/taxonomy/tree/contract';
import { maxNodeName, nodeNameFault } from '@/taxonomy/tree/vocabulary';

const serverSays = (name: string) => NodeName.safeParse(name).error?.issues[0]?.message ?? null;

describe('the name of a folder or leaf', () => {
  it.each([
    '',
    '  ',
    'a/b',
    'a\\b',
    '.',
    '..',
    'x'.repeat(maxNodeName + 1),
    'a\0b',
    'birds',
    ' birds ',
    'x'.repeat(maxNodeName),
  ])('gives the same message while typing and when sent: %j', (name) => {
    expect(nameFault(buildTree(emptyTree), null, name)).toBe(serverSays(name));
  });

  it('has at most 200 characters', () => {
    expect(nodeNameFault('x'.repeat(200))).toBeNull();
    expect(nodeNameFault('x'.repeat(201))).toMatch(/at most 200 characters; this one has 201/);
  });

  it('is stored in NFC and without spaces around it', () => {
    expect(NodeName.parse(' e\u0301te\u0301 ')).toBe('\u00e9t\u00e9');
  });
});
