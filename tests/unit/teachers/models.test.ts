import { describe, expect, it } from 'vitest';
import { modelsIn } from '@/taxonomy/generation/teacher/models';
import { TeacherError } from '@/taxonomy/generation/teacher/teacher';

function failureOf(run: () => unknown): TeacherError {
  try {
    run();
  } catch (error) {
    if (error instanceof TeacherError) return error;
    throw error;
  }
  throw new Error('it did not fail');
}

describe('reading a list of models', () => {
  it('accepts both forms that servers use', () => {
    const data = '{"data":[{"id":"a","owned_by":"vllm","max_model_len":4096},{"id":"b","owned_by":7}]}';
    expect(modelsIn(data, 'h')).toEqual([
      { id: 'a', ownedBy: 'vllm', contextTokens: 4096 },
      { id: 'b', ownedBy: '', contextTokens: null },
    ]);
    expect(modelsIn('{"models":[{"name":"c"}]}', 'h')).toEqual([{ id: 'c', ownedBy: '', contextTokens: null }]);
  });

  it('refuses anything else', () => {
    for (const body of ['{}', '[]', '"x"', '<html>'])
      expect(failureOf(() => modelsIn(body, 'h')).kind).toBe('bad_answer');
  });
});
