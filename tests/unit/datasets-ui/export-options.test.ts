import { describe, expect, it } from 'vitest';
import { isSameOptions, optionArguments, optionsInWords, startOptions } from '@/components/datasets/export-options';
import { formatList, formats } from '@/taxonomy/datasets/formats';

const tokenizer = '0190a2f4-7c5e-7000-8000-000000000001';

describe('the options of formats', () => {
  it.each(formatList)('$name: the form starts with what counts when nothing is chosen', ({ name, fields }) => {
    expect(startOptions(fields)).toEqual(formats[name as keyof typeof formats].options({}));
  });

  it.each(formatList)('$name: every choice of the form is taken', ({ name, fields }) => {
    const format = formats[name as keyof typeof formats];
    for (const field of fields) {
      const values =
        field.kind === 'choice'
          ? field.choices.map(({ value }) => value)
          : field.kind === 'number'
            ? [field.min, field.max]
            : [tokenizer];
      for (const value of values)
        expect(format.options({ [field.name]: value })).toMatchObject({ [field.name]: value });
    }
  });

  it('a form has fields for tokens, texts, tables and Parquet', () => {
    expect(formatList.filter(({ fields }) => fields.length > 0).map(({ name }) => name)).toEqual([
      'csv',
      'parquet',
      'tokens',
      'text',
    ]);
  });

  it('an export with other options is another export', () => {
    expect(isSameOptions({ separator: 'comma' }, { separator: 'comma' })).toBe(true);
    expect(isSameOptions({ separator: 'comma' }, { separator: 'tab' })).toBe(false);
    expect(isSameOptions({ template: 'version' }, { template: 'version', tokenizer })).toBe(false);
  });

  it('says only what was chosen, and gives it to the command', () => {
    const { fields } = formatList.find(({ name }) => name === 'csv')!;
    expect(optionsInWords(fields, { separator: 'comma' })).toBe('');
    expect(optionsInWords(fields, { separator: 'tab' })).toBe('Separator: Tab');
    expect(optionArguments(fields, { separator: 'comma' })).toBe('');
    expect(optionArguments(fields, { separator: 'tab' })).toBe(' --option separator=tab');
    const tokens = formatList.find(({ name }) => name === 'tokens')!.fields;
    expect(optionsInWords(tokens, { template: 'chatml', tokenizer })).toBe('own tokenizer, Chat template: ChatML');
    expect(optionArguments(tokens, { template: 'version', tokenizer })).toBe(` --option tokenizer=${tokenizer}`);
  });
});
