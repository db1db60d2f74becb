import { describe, expect, it } from 'vitest';
import { nativeFault } from '@/components/ui/native-fault';

const fine = {
  valueMissing: false,
  typeMismatch: false,
  badInput: false,
  rangeUnderflow: false,
  rangeOverflow: false,
  stepMismatch: false,
  tooShort: false,
  tooLong: false,
};
const bubble = 'what the browser would say';

describe('the problem of a field', () => {
  it.each([
    ['empty', { type: 'text', validity: { ...fine, valueMissing: true } }, 'Fill in this field.'],
    [
      'no e-mail address',
      { type: 'email', validity: { ...fine, typeMismatch: true } },
      'Enter a full e-mail address, such as ada@example.org.',
    ],
    [
      'too short',
      { type: 'password', minLength: 12, validity: { ...fine, tooShort: true } },
      'Enter at least 12 characters.',
    ],
    [
      'out of its range',
      { type: 'number', min: '1', max: '1000', validity: { ...fine, rangeUnderflow: true } },
      'Enter a whole number from 1 to 1,000.',
    ],
    [
      'a number that is missing',
      { type: 'number', min: '5', max: '', validity: { ...fine, valueMissing: true } },
      'Enter a whole number from 5.',
    ],
    ['something else', { type: 'text', validity: fine }, bubble],
  ])('is described for one that is %s', (_, input, words) => {
    expect(nativeFault({ ...input, validationMessage: bubble })).toBe(words);
  });
});
