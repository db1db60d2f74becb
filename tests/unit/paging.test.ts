import { describe, expect, it } from 'vitest';
import { momentCursor, pageOf, readMoment, readOrdinal, readSequence } from '@/taxonomy/paging';

const cursorOf = (row: number) => String(row);

describe('a page of a list', () => {
  it('ends where the list ends, and otherwise has a cursor for its last row', () => {
    expect(pageOf([], 2, cursorOf)).toEqual({ items: [], nextCursor: null });
    expect(pageOf([7, 8], 2, cursorOf)).toEqual({ items: [7, 8], nextCursor: null });
    expect(pageOf([7, 8, 9], 2, cursorOf)).toEqual({ items: [7, 8], nextCursor: '8' });
  });

  it('continues at its cursor', () => {
    const row = { createdAt: '2026-01-31T12:00:00.123Z', id: '0190c1f2-0000-7000-8000-000000000001' };
    expect(readMoment(momentCursor(row))).toEqual({ ...row, createdAt: new Date(row.createdAt) });
    expect(readOrdinal('12')).toBe(12);
    expect(readSequence('123456789012345678')).toBe(123456789012345678n);
    expect([readMoment(undefined), readOrdinal(undefined), readSequence(undefined)]).toEqual([null, null, null]);
  });

  it.each([
    '',
    'x',
    '-1',
    '1.5',
    '1e3',
    ' 1',
    '1_x',
    '99999999999999999999',
    '1_0190c1f2-0000-7000-8000-000000000001_2',
  ])('refuses a cursor that no list has returned: “%s”', (cursor) => {
    for (const read of [readMoment, readOrdinal, readSequence]) expect(() => read(cursor)).toThrow(/cursor/);
  });
});
