import type { Teacher, TestTeacherRequest } from '@/taxonomy/generation/contract';
import type { KeyChoice } from './key-fields';

/** What the dialog of a teacher holds, as it was entered. */
export type TeacherForm = {
  name: string;
  baseUrl: string;
  model: string;
  slots: string;
  timeout: string;
  extra: string;
  key: KeyChoice;
};

/** What the dialog begins with. */
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

/** What a test of the form asks for. */
export function testRequestOf({ baseUrl, model, extra, key }: TeacherForm): TestTeacherRequest {
  const extraFields = extraFieldsOf(extra);
  return { baseUrl, ...(model && { model }), ...givenKey(key), ...(extraFields && { extraFields }) };
}

/** Whether a test was of the server that the form names now. One without a model was of any of its models. */
export function isTestOf(tested: TestTeacherRequest | undefined, form: TeacherForm): boolean {
  if (!tested) return false;
  return JSON.stringify(tested) === JSON.stringify(testRequestOf(tested.model ? form : { ...form, model: '' }));
}

/** The key that was entered. For a new teacher, and for a test, there is none to keep or to take away. */
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
