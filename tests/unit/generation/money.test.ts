import { describe, expect, it } from 'vitest';
import { costRange } from '@/taxonomy/generation/runs/estimate-cost';
import { priceOf } from '@/taxonomy/generation/teacher/prices';
import { dollarsText, moneyRangeText, moneyText, parseDollars } from '@/taxonomy/generation/vocabulary-money';
import { pricesText } from '@/taxonomy/generation/vocabulary-prices';

describe('an amount of money', () => {
  it.each([
    [0, '$0'],
    [1, '$0.000001'],
    [4_200, '$0.0042'],
    [4_249, '$0.0042'],
    [42_000, '$0.042'],
    [150_000, '$0.15'],
    [996_000, '$1.00'],
    [1_000_000, '$1.00'],
    [12_400_000, '$12.40'],
    [1_234_567_890_000, '$1,234,567.89'],
  ])('of %d micro-dollars reads %s', (micros, text) => {
    expect(moneyText(micros)).toBe(text);
  });

  it.each([
    ['0', 0],
    ['12.5', 12_500_000],
    [' $0.075 ', 75_000],
    ['0.000001', 1],
    ['999999999', 999_999_999_000_000],
  ])('is read exactly from %j', (text, micros) => {
    expect(parseDollars(text)).toBe(micros);
  });

  it.each(['', '-1', '1e3', '1,5', '.5', '1.', '0.0000001', 'free'])('is not guessed from %j', (text) => {
    expect(parseDollars(text)).toBeNull();
  });

  it.each([
    [0, '0.00'],
    [150_000, '0.15'],
    [75_000, '0.075'],
    [2_500_000, '2.50'],
    [10_000_001, '10.000001'],
  ])('of %d micro-dollars is entered as %s, with all its digits', (micros, text) => {
    expect(dollarsText(micros)).toBe(text);
    expect(parseDollars(text)).toBe(micros);
  });

  it('is said as a range, or once when both ends read the same', () => {
    expect(moneyRangeText({ from: 20_000, to: 1_100_000 })).toBe('$0.02 to $1.10');
    expect(moneyRangeText({ from: 1_100_000, to: 1_100_001 })).toBe('$1.10');
    expect(pricesText(150_000, 2_500_000)).toBe('$0.15 in and $2.50 out per million tokens');
  });
});

describe('the estimated cost of a run', () => {
  const ownPrice = { input: 1_000_000, output: 2_000_000 };
  const { price } = priceOf({ baseUrl: 'http://a.test/v1', model: 'm', ownPrice, isBuiltIn: false }, new Date());
  const bound = {
    calls: 100,
    samples: 10,
    promptTokens: 1_000_000,
    completionTokens: 500_000,
    judged: { promptTokens: 400_000, completionTokens: 100_000 },
    least: { promptTokens: 10_000.2, completionTokens: 0 },
  };
  const none = { promptTokens: 0, completionTokens: 0 };
  const plan = {
    estimated: { promptTokens: 1_000, completionTokens: 500, judged: { promptTokens: 400, completionTokens: 100 } },
    costPicos: 0n,
    price,
    judgePrice: null,
  };

  it('is from the first step alone to everything kept, without earlier runs', () => {
    expect(price && costRange({ writer: price, judge: null }, bound, [])).toEqual({
      from: 10_001,
      to: 2_000_000,
      pastRuns: 0,
    });
  });

  it('learns from earlier runs how much of their estimate they cost', () => {
    const past = [
      { promptTokens: 500, completionTokens: 100, ...plan },
      { promptTokens: 600, completionTokens: 300, ...plan },
    ];
    expect(price && costRange({ writer: price, judge: null }, bound, past)).toEqual({
      from: 700_000,
      to: 2_000_000,
      pastRuns: 2,
    });
  });

  it('grows above the plan when earlier runs did, as with models that think', () => {
    const past = [{ promptTokens: 1_000, completionTokens: 2_500, ...plan }];
    expect(price && costRange({ writer: price, judge: null }, bound, past)).toEqual({
      from: 6_000_000,
      to: 6_000_000,
      pastRuns: 1,
    });
  });

  it('counts the tokens of judges at the price of the teacher that judges', () => {
    const dear = { ...ownPrice, input: 10_000_000, output: 20_000_000 };
    const { price: judge } = priceOf(
      { baseUrl: 'http://b.test/v1', model: 'j', ownPrice: dear, isBuiltIn: false },
      new Date(),
    );
    const prices = price && { writer: price, judge };
    // 600,000 and 400,000 tokens for the writer, 400,000 and 100,000 for the judge.
    expect(prices && costRange(prices, bound, [])).toEqual({ from: 10_001, to: 1_400_000 + 6_000_000, pastRuns: 0 });
    // The planned cost was 600 + 2 × 400 for the writer and 10 × 400 + 20 × 100 for the judge; half of it was spent.
    const past = [{ ...plan, ...none, judgePrice: judge, costPicos: 3_700_000_000n }];
    expect(prices && costRange(prices, bound, past)).toEqual({ from: 3_700_000, to: 7_400_000, pastRuns: 1 });
  });

  it('learns nothing from runs whose estimate was nothing', () => {
    const past = [{ ...plan, ...none, estimated: { ...none, judged: none } }];
    expect(price && costRange({ writer: price, judge: null }, bound, past)).toMatchObject({
      from: 10_001,
      pastRuns: 0,
    });
  });
});
