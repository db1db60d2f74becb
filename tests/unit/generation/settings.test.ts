import { describe, expect, it } from 'vitest';
import { faultsOf } from '@/components/generation/settings';

const settings = { target: null, seed: '', maxCalls: '', maxTokens: '', rulesOff: [], threshold: '0.7' };

describe('the settings of a run', () => {
  it('may all be left unchanged', () => {
    expect(faultsOf(settings)).toEqual({ target: null, maxCalls: null, maxTokens: null, threshold: null });
  });

  it.each(['', '0', '-3', '2.5', 'ten', '1e3', '100001'])('require a whole number of samples, not %j', (target) => {
    expect(faultsOf({ ...settings, target })).toEqual({
      target: 'Enter a whole number from 1 to 100,000.',
      maxCalls: null,
      maxTokens: null,
      threshold: null,
    });
  });

  it.each(['1', '20', '100000'])('accept %j samples for each leaf', (target) => {
    expect(faultsOf({ ...settings, target }).target).toBeNull();
  });

  it.each(['0', '-1', 'many', '10000001'])('require a whole number of calls, not %j', (maxCalls) => {
    expect(faultsOf({ ...settings, maxCalls }).maxCalls).toBe('Enter a whole number from 1 to 10,000,000.');
  });

  it.each(['', '0', '0.29', '1.01', '70', '.7', '7e-1'])('require a similarity limit, not %j', (threshold) => {
    expect(faultsOf({ ...settings, threshold }).threshold).toBe('Enter a number from 0.3 to 1, such as 0.7.');
  });

  it.each(['0.3', '0.75', '0,75', '1', null])('accept the similarity limit %j', (threshold) => {
    expect(faultsOf({ ...settings, threshold }).threshold).toBeNull();
  });
});
