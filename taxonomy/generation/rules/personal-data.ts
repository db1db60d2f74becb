import { quote } from '../text';
import type { Rule } from './rule';

/** Reserved for examples and tests (RFC 2606, RFC 6761), so nobody can be reached there. */
const exampleHost = /(^|\.)(example(\.(com|net|org|edu))?|test|invalid|localhost|local)$/i;

type Finder = { what: string; pattern: RegExp; isReal: (match: string) => boolean };

const finders: readonly Finder[] = [
  {
    what: 'an e-mail address',
    pattern: /[\p{L}\p{N}._%+-]{1,64}@[\p{L}\p{N}-]{1,63}(?:\.[\p{L}\p{N}-]{1,63}){1,4}/gu,
    isReal: (match) => !exampleHost.test(match.slice(match.indexOf('@') + 1)),
  },
  {
    what: 'a card number',
    pattern: /(?<![\d.-])\d{4}(?:[ -]?\d{4}){2}[ -]?\d{1,7}(?![\d-])/g,
    isReal: (match) => passesLuhn(match.replace(/\D/g, '')),
  },
  {
    what: 'an account number (IBAN)',
    pattern: /\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?\b/g,
    isReal: (match) => isIban(match.replaceAll(' ', '')),
  },
  {
    what: 'a social security number',
    // Not 000, 666 or 9xx, which are never given out.
    pattern: /(?<![\d-])(?!000|666|9\d\d)\d{3}-(?!00)\d{2}-(?!0000)\d{4}(?![\d-])/g,
    isReal: () => true,
  },
  {
    what: 'a phone number',
    // International form only: everything shorter is a number like any other. 555-01xx is reserved for fiction.
    pattern: /(?<![\d+])\+\d{1,3}[ .-]?(?:\(\d{1,4}\)[ .-]?)?\d{2,4}(?:[ .-]?\d{2,4}){1,4}(?!\d)/g,
    isReal: (match) => match.replace(/\D/g, '').length >= 9 && !/555.?01\d\d/.test(match),
  },
];

export const personalData: Rule = {
  name: 'personal_data',
  find({ context, question, answer, isContextShown, isContextGiven = !isContextShown }) {
    // A document that people provided may name an address; a context that the teacher wrote may not.
    const [known, written] = isContextGiven ? [context ?? '', ''] : ['', context ?? ''];
    for (const { what, pattern, isReal } of finders) {
      for (const text of [question, answer, written]) {
        for (const [match] of text.matchAll(pattern))
          if (isReal(match) && !known.includes(match)) return `It has ${what} in it: ${quote(match)}`;
      }
    }
    return null;
  },
};

/** The check digit of card numbers (ISO/IEC 7812); the pattern sees to their length. */
function passesLuhn(digits: string): boolean {
  if (/^(\d)\1+$/.test(digits)) return false;
  let sum = 0;
  for (const [place, digit] of digits.split('').toReversed().entries()) {
    const value = Number(digit) * (place % 2 === 1 ? 2 : 1);
    sum += value > 9 ? value - 9 : value;
  }
  return sum % 10 === 0;
}

/** The check digits of account numbers (ISO 13616): the number modulo 97 is 1. */
function isIban(text: string): boolean {
  if (text.length < 15 || text.length > 34) return false;
  let rest = 0;
  for (const sign of text.slice(4) + text.slice(0, 4)) {
    const value = /\d/.test(sign) ? Number(sign) : sign.charCodeAt(0) - 55;
    rest = (rest * (value > 9 ? 100 : 10) + value) % 97;
  }
  return rest === 1;
}
