import { describe, expect, it } from 'vitest';
import { noUse, RunBudget, type Spend } from '@/taxonomy/generation/engine/run-budget';

const spend = (calls: number, maxCalls: number, more: Partial<Spend> = {}): Spend => ({
  calls,
  maxCalls,
  tokens: 0,
  maxTokens: null,
  cost: 0,
  maxCost: null,
  ...more,
});

describe('the budget', () => {
  it('counts what is in flight and what is not written yet', () => {
    const budget = new RunBudget(spend(2, 5));
    budget.begin();
    budget.begin();
    expect(budget.left).toBe(1);
    budget.end({ ...noUse, calls: 1 });
    budget.end(noUse);
    expect(budget.left).toBe(2);
    budget.written(spend(3, 5), { ...noUse, calls: 1 });
    expect(budget.left).toBe(2);
    budget.written(spend(5, 5), noUse); // another worker has spent
    expect(budget.left).toBe(0);
    budget.written(spend(5, 9), noUse); // somebody has raised the limit
    expect(budget.left).toBe(4);
  });

  it('allows no call once the tokens are used up', () => {
    const budget = new RunBudget(spend(0, 5, { tokens: 999, maxTokens: 1_000 }));
    expect(budget).toMatchObject({ left: 5, usedUp: null });
    budget.written(spend(1, 5, { tokens: 1_000, maxTokens: 1_000 }), noUse);
    expect(budget).toMatchObject({ left: 0, usedUp: 'token' });
  });

  it('allows no call once the money is used up', () => {
    const budget = new RunBudget(spend(0, 5, { cost: 999_999, maxCost: 1_000_000 }));
    expect(budget).toMatchObject({ left: 5, usedUp: null });
    budget.written(spend(1, 5, { cost: 1_000_000, maxCost: 1_000_000 }), noUse);
    expect(budget).toMatchObject({ left: 0, usedUp: 'cost' });
  });

  it.each([
    ['token', { maxTokens: 1_000 }],
    ['cost', { maxCost: 1_000 }],
  ])('counts answers against the %s limit before they are written, and once', (limit, limits) => {
    const budget = new RunBudget(spend(0, 5, limits));
    const use = { calls: 1, tokens: 1_000, costPicos: 1_000_000_000n };
    budget.begin();
    budget.end(use);
    expect(budget).toMatchObject({ left: 0, usedUp: limit });
    budget.written(spend(1, 5, { tokens: 600, cost: 600, ...limits }), use);
    expect(budget).toMatchObject({ left: 4, usedUp: null });
  });
});
