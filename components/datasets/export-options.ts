import type { FormatOptions } from '@/taxonomy/datasets/contract';
import type { OptionField } from '@/taxonomy/datasets/contract-export';

/** What counts when nothing is chosen. */
export const startOptions = (fields: readonly OptionField[]): FormatOptions =>
  Object.fromEntries(fields.flatMap((field) => (field.kind === 'tokenizer' ? [] : [[field.name, field.start]])));

/** Whether an export was made with these options. */
export function isSameOptions(one: FormatOptions, other: FormatOptions): boolean {
  const names = new Set([...Object.keys(one), ...Object.keys(other)]);
  return [...names].every((name) => one[name] === other[name]);
}

/** The options that are not those of the start, in words: “Separator: Tab”. Tokenizers are not named. */
export const optionsInWords = (fields: readonly OptionField[], options: FormatOptions): string =>
  fields
    .flatMap((field) => {
      const value = options[field.name];
      if (field.kind === 'tokenizer') return value === undefined ? [] : ['own tokenizer'];
      if (value === undefined || value === field.start) return [];
      const words = field.kind === 'choice' ? field.choices.find((choice) => choice.value === value)?.label : value;
      return [`${field.label}: ${words ?? value}`];
    })
    .join(', ');

/** The options as arguments of the command, with a blank before; empty when they are those of the start. */
export function optionArguments(fields: readonly OptionField[], options: FormatOptions): string {
  const start = startOptions(fields);
  const changed = Object.entries(options).filter(([name, value]) => start[name] !== value);
  return changed.length === 0 ? '' : ` --option ${changed.map(([name, value]) => `${name}=${value}`).join(' ')}`;
}
