import type { Teacher, TestTeacherRequest } from '@/taxonomy/generation/contract-teachers';
import type { KeyChoice } from './key-fields';

/** The values in the teacher dialog, as entered. */
export type TeacherForm = {
  name: string;
  baseUrl: string;
  model: string;
  slots: string;
  timeout: string;
  extra: string;
  key: KeyChoice;
};

/** The initial values of the dialog. */
export type TeacherDraft = Pick<Teacher, 'name' | 'baseUrl' | 'model'> &
  Partial<Pick<Teacher, 'slots' | 'timeoutSeconds' | 'extraFields'>>;

export const formOf = (draft: TeacherDraft, key: KeyChoice): TeacherForm => ({
  name: draft.name,
  baseUrl: draft.baseUrl,
  model: draft.model,
  slots: String(draft.slots ?? 4),
  timeout: String(draft.timeoutSeconds ?? 120),
  extra: extraText(draft.extraFields),
  key,
});

/** The request to test the form's values. */
export function testRequestOf({ baseUrl, model, extra, key }: TeacherForm): TestTeacherRequest {
  const extraFields = extraFieldsOf(extra);
  return { baseUrl, ...(model && { model }), ...givenKey(key), ...(extraFields && { extraFields }) };
}

/**
 * Whether a test used the server that is in the form now. A test without a model is valid for any of the server's
 * models.
 */
export function isTestOf(tested: TestTeacherRequest | undefined, form: TeacherForm): boolean {
  if (!tested) return false;
  return JSON.stringify(tested) === JSON.stringify(testRequestOf(tested.model ? form : { ...form, model: '' }));
}

/** The key that was entered. A new teacher or a test has no old key to keep or remove. */
export function givenKey({ kind, value }: KeyChoice): { apiKey?: string; apiKeyEnv?: string } {
  if (!value) return {};
  if (kind === 'stored') return { apiKey: value };
  return kind === 'environment' ? { apiKeyEnv: value } : {};
}

const extraText = (fields: Teacher['extraFields'] = {}): string =>
  Object.keys(fields).length === 0 ? '' : JSON.stringify(fields);

/** The extra request fields; null while they are not a JSON object. */
export function extraFieldsOf(text: string): Teacher['extraFields'] | null {
  if (text.trim() === '') return {};
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : null;
  } catch {
    return null;
  }
}
