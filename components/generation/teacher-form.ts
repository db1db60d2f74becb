import type { OwnPrice } from '@/taxonomy/generation/contract-prices';
import type { Teacher, TestTeacherRequest } from '@/taxonomy/generation/contract-teachers';
import { dollarsText, moneyLimits, moneyText, parseDollars } from '@/taxonomy/generation/vocabulary-money';
import type { KeyChoice } from './key-fields';

/** The values in the teacher dialog, as entered. */
export type TeacherForm = {
  name: string;
  /** One address a line. */
  addresses: string;
  model: string;
  slots: string;
  /** Limits of each address; '' for none. */
  requestsPerMinute: string;
  tokensPerMinute: string;
  timeout: string;
  extra: string;
  /** In dollars per million tokens; both are '' for the prices of the price list. */
  inputPrice: string;
  outputPrice: string;
  key: KeyChoice;
};

/** The initial values of the dialog. */
export type TeacherDraft = Pick<Teacher, 'name' | 'baseUrl' | 'model'> &
  Partial<
    Pick<
      Teacher,
      'otherUrls' | 'slots' | 'requestsPerMinute' | 'tokensPerMinute' | 'timeoutSeconds' | 'extraFields' | 'ownPrice'
    >
  >;

export const formOf = (draft: TeacherDraft, key: KeyChoice): TeacherForm => ({
  name: draft.name,
  addresses: [draft.baseUrl, ...(draft.otherUrls ?? [])].join('\n'),
  model: draft.model,
  slots: String(draft.slots ?? 4),
  requestsPerMinute: String(draft.requestsPerMinute ?? ''),
  tokensPerMinute: String(draft.tokensPerMinute ?? ''),
  timeout: String(draft.timeoutSeconds ?? 120),
  extra: extraText(draft.extraFields),
  inputPrice: draft.ownPrice ? dollarsText(draft.ownPrice.input) : '',
  outputPrice: draft.ownPrice ? dollarsText(draft.ownPrice.output) : '',
  key,
});

/** The addresses that were entered, one a line. */
export function addressesIn(text: string): { baseUrl: string; otherUrls: string[] } {
  const [baseUrl = '', ...otherUrls] = text
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean);
  return { baseUrl, otherUrls };
}

/** The request to test the form's values. */
export function testRequestOf({ addresses, model, extra, key }: TeacherForm): TestTeacherRequest {
  const extraFields = extraFieldsOf(extra);
  return { ...addressesIn(addresses), ...(model && { model }), ...givenKey(key), ...(extraFields && { extraFields }) };
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

/** The prices that were entered, null for none; or what is wrong with them, by field. */
export function ownPriceOf({ inputPrice, outputPrice }: Pick<TeacherForm, 'inputPrice' | 'outputPrice'>): {
  ownPrice: OwnPrice | null;
  faults: { input?: string; output?: string };
} {
  if (inputPrice.trim() === '' && outputPrice.trim() === '') return { ownPrice: null, faults: {} };
  const [input, output] = [parseDollars(inputPrice), parseDollars(outputPrice)];
  const inputFault = priceFault(inputPrice, input);
  const outputFault = priceFault(outputPrice, output);
  return {
    ownPrice: input === null || output === null ? null : { input, output },
    faults: { ...(inputFault && { input: inputFault }), ...(outputFault && { output: outputFault }) },
  };
}

function priceFault(text: string, price: number | null): string | null {
  if (text.trim() === '') return 'Enter both prices, or leave both empty.';
  if (price === null) return 'Enter an amount in US dollars, such as 0.15.';
  return price > moneyLimits.price ? `At most ${moneyText(moneyLimits.price)}.` : null;
}
