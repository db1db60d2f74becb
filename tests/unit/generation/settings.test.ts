import { describe, expect, it } from 'vitest';
import { faultsOf } from '@/components/generation/settings';
import { ownPriceOf } from '@/components/generation/teacher-form';

const settings = {
  target: null,
  isRepeated: false,
  isTrial: false,
  batch: 'off' as const,
  seed: '',
  maxCalls: '',
  maxTokens: '',
  maxCost: '',
  maxMinutes: '',
  judgeTeacherId: null,
  judgeVotes: 1 as const,
  rulesOff: [],
  threshold: '0.7',
  within: 'leaf' as const,
  pipelines: {},
  thresholds: {},
  asksEveryJudge: false,
};
const nothing = { target: null, maxCalls: null, maxTokens: null, maxCost: null, maxMinutes: null, threshold: null };

describe('the settings of a run', () => {
  it('may all be left unchanged', () => {
    expect(faultsOf(settings, false)).toEqual(nothing);
  });

  it.each(['', '0', '-3', '2.5', 'ten', '1e3', '100001'])('require a whole number of samples, not %j', (target) => {
    expect(faultsOf({ ...settings, target }, true)).toEqual({
      ...nothing,
      target: 'Enter a whole number from 1 to 100,000.',
    });
  });

  it.each(['1', '20', '100000'])('accept %j samples for each leaf', (target) => {
    expect(faultsOf({ ...settings, target }, true).target).toBeNull();
  });

  it.each(['0', '-1', 'many', '10000001'])('require a whole number of calls, not %j', (maxCalls) => {
    expect(faultsOf({ ...settings, maxCalls }, true).maxCalls).toBe('Enter a whole number from 1 to 10,000,000.');
  });

  it.each(['0', '-1', '1e3', 'free', '0.0000001'])('require an amount of money, not %j', (maxCost) => {
    expect(faultsOf({ ...settings, maxCost }, true).maxCost).toBe('Enter an amount in US dollars, such as 2.50.');
  });

  it('limit the cost only of a teacher whose price is known', () => {
    expect(faultsOf({ ...settings, maxCost: '2.50' }, true).maxCost).toBeNull();
    expect(faultsOf({ ...settings, maxCost: '2.50' }, false).maxCost).toMatch(/price of a teacher is unknown/);
  });

  it.each(['', '0', '0.29', '1.01', '70', '.7', '7e-1'])('require a similarity limit, not %j', (threshold) => {
    expect(faultsOf({ ...settings, threshold }, true).threshold).toBe('Enter a number from 0.3 to 1, such as 0.7.');
  });

  it.each(['0.3', '0.75', '0,75', '1', null])('accept the similarity limit %j', (threshold) => {
    expect(faultsOf({ ...settings, threshold }, true).threshold).toBeNull();
  });
});

describe('the prices of a teacher', () => {
  it('are both empty, or both amounts', () => {
    expect(ownPriceOf({ inputPrice: '', outputPrice: ' ' })).toEqual({ ownPrice: null, faults: {} });
    expect(ownPriceOf({ inputPrice: '0.15', outputPrice: '0' })).toEqual({
      ownPrice: { input: 150_000, output: 0 },
      faults: {},
    });
    expect(ownPriceOf({ inputPrice: '0.15', outputPrice: '' }).faults).toEqual({
      output: 'Enter both prices, or leave both empty.',
    });
    expect(ownPriceOf({ inputPrice: 'cheap', outputPrice: '1001' }).faults).toEqual({
      input: 'Enter an amount in US dollars, such as 0.15.',
      output: 'At most $1,000.00.',
    });
  });
});
