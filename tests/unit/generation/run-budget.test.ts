import { describe, expect, it } from 'vitest';
import { RunBudget } from '@/taxonomy/generation/engine/run-budget';

describe('the budget', () => {
  it('counts what is in flight and what is not written yet', () => {
    const budget = new RunBudget(2, 5);
    budget.begin();
    budget.begin();
    expect(budget.left).toBe(1);
    budget.end(true);
    budget.end(false);
    expect(budget.left).toBe(2);
    budget.written(3, 1, 5);
    expect(budget.left).toBe(2);
    budget.written(5, 0, 5); // another worker has spent
    expect(budget.left).toBe(0);
    budget.written(5, 0, 9); // somebody has raised it
    expect(budget.left).toBe(4);
  });
});
