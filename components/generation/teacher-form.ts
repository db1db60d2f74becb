import type { OwnPrice } from '@/taxonomy/generation/contract-prices';
import type { Teacher, TestTeacherRequest } from '@/taxonomy/generation/contract-teachers';
import { reasoningEfforts } from '@/taxonomy/generation/vocabulary';
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
  headers: HeaderRow[];
  /** '' leaves it to the model. */
  reasoningEffort: string;
  /** '' for what was learned. */
  thinkingTokens: string;
  structuredOutput: boolean;
  /** In dollars per million tokens; both are '' for the prices of the price list. */
  inputPrice: string;
  outputPrice: string;
  key: KeyChoice;
};

/** An extra header. A stored value is not known here: it stays until another one is entered. */
export type HeaderRow = { name: string; value: string; isStored: boolean };

/** The initial values of the dialog. */
export type TeacherDraft = Pick<Teacher, 'name' | 'baseUrl' | 'model'> &
  Partial<
    Pick<
      Teacher,
      | 'otherUrls'
      | 'slots'
      | 'requestsPerMinute'
      | 'tokensPerMinute'
      | 'timeoutSeconds'
      | 'extraFields'
      | 'headerNames'
      | 'reasoningEffort'
      | 'thinkingTokens'
      | 'structuredOutput'
      | 'ownPrice'
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
  headers: (draft.headerNames ?? []).map((name) => ({ name, value: '', isStored: true })),
  reasoningEffort: draft.reasoningEffort ?? '',
  thinkingTokens: String(draft.thinkingTokens ?? ''),
  structuredOutput: draft.structuredOutput !== 'off',
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
export function testRequestOf(form: TeacherForm): TestTeacherRequest {
  const { addresses, model, extra, key, headers } = form;
  const extraFields = extraFieldsOf(extra);
  return {
    ...addressesIn(addresses),
    ...(model && { model }),
    ...givenKey(key),
    ...(extraFields && { extraFields }),
    ...(headers.length > 0 && { headers: enteredHeaders(headers) }),
    ...thinkingOf(form),
  };
}

/** What is set about thinking; null where nothing is. */
export function thinkingOf({
  reasoningEffort,
  thinkingTokens,
}: TeacherForm): Pick<Teacher, 'reasoningEffort' | 'thinkingTokens'> {
  return {
    reasoningEffort: reasoningEfforts.find((effort) => effort === reasoningEffort) ?? null,
    thinkingTokens: thinkingTokens === '' ? null : Number(thinkingTokens),
  };
}

const isKept = ({ value, isStored }: HeaderRow): boolean => isStored && value === '';

/** Whether the form uses a key or header that is stored and not known here, so that nothing can be tested with it. */
export const usesStored = ({ key, headers }: TeacherForm): boolean => key.kind === 'keep' || headers.some(isKept);

/** The headers of a server that has none stored. */
export const enteredHeaders = (rows: readonly HeaderRow[]): Record<string, string> =>
  Object.fromEntries(rows.map(({ name, value }) => [name.trim(), value]));

/** Whether an earlier row has the same name, so that one of the two values would be lost. */
export const isNamedBefore = (rows: readonly HeaderRow[], at: number): boolean => {
  const name = rows[at]?.name.trim().toLowerCase();
  return rows.slice(0, at).some((row) => row.name.trim().toLowerCase() === name);
};

/** All headers of the form; null keeps a stored value. */
export const headersOf = (rows: readonly HeaderRow[]): Record<string, string | null> =>
  Object.fromEntries(rows.map((row) => [row.name.trim(), isKept(row) ? null : row.value]));

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
