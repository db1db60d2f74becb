import { describe, expect, it } from 'vitest';
import { resolvePlain } from '@/taxonomy/seeds/qna/scalar';

describe('a plain scalar', () => {
  // Checked against PyYAML 6.0.3.
  it.each([
    ['yes', 'true or false', true],
    ['Off', 'true or false', false],
    ['y', 'text', 'y'],
    ['12:30', 'whole number', 750],
    ['1:30:00', 'whole number', 5400],
    ['012', 'whole number', 10],
    ['08', 'text', '08'],
    ['1_000', 'whole number', 1000],
    ['0x1F', 'whole number', 31],
    ['0b101', 'whole number', 5],
    ['-7', 'whole number', -7],
    ['1e3', 'text', '1e3'],
    ['1.5e+3', 'number', 1500],
    ['-.inf', 'number', -Infinity],
    ['~', 'nothing', null],
    ['', 'nothing', null],
    ['null', 'nothing', null],
    ['nULL', 'text', 'nULL'],
    ['2024-01-01', 'date', expect.any(BigInt)],
    ['2024-1-1', 'text', '2024-1-1'],
    ['2001-12-14 21:59:43.10 -5', 'date', expect.any(BigInt)],
    ['hello', 'text', 'hello'],
  ])('%j is %s', (source, kind, value) => {
    expect(resolvePlain(source)).toEqual({ kind, value });
  });
});
