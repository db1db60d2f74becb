import { describe, expect, it } from 'vitest';
import type { RuleText } from '@/taxonomy/generation/rules/rule';
import { leafRulesOf, rules } from '@/taxonomy/generation/rules/rules';
import type { RuleName } from '@/taxonomy/generation/vocabulary-rows';
import { makeFreeform, makeGrounded, makeKnowledge } from '../../support/seeds-factories';

const fine: RuleText = {
  context: null,
  question: 'Why does bread rise?',
  answer: 'Yeast gives off gas.',
  isContextShown: false,
};
const find = (name: RuleName, text: Partial<RuleText>) =>
  rules.find((rule) => rule.name === name)?.find({ ...fine, ...text }) ?? null;

describe('the longest texts', () => {
  it('are those of exactly the limit', () => {
    expect(find('length', { question: 'a'.repeat(8_000), answer: 'a'.repeat(24_000) })).toBeNull();
  });

  it('are named with what is too long', () => {
    expect(find('length', { question: 'a'.repeat(8_001) })).toBe(
      'The question has 8,001 characters; at most 8,000 are allowed.',
    );
    expect(find('length', { answer: 'a'.repeat(24_001) })).toMatch(/^The answer has/);
  });
});

describe('leftovers', () => {
  it('are found in a question, too, and the fault says where they are', () => {
    expect(find('leftovers', { question: 'Why? [END]' })).toBe('The question still has “[END]” in it.');
    expect(find('leftovers', { answer: 'So. [END]' })).toBe('The answer still has “[END]” in it.');
  });

  it('are found although the context has others', () => {
    expect(find('leftovers', { context: 'Dear {{ name }},', answer: 'Dear {{ city }},' })).toMatch(/city/);
  });
});

describe('a refusal', () => {
  it('is found after blank lines', () => {
    expect(find('refusal', { answer: '\n\n  I cannot help with that.' })).toBe(
      'The answer declines: “I cannot help with that.”',
    );
  });
});

describe('an answer that speaks of itself', () => {
  it('is quoted with the words that show it, and not as a whole', () => {
    expect(find('self_reference', { answer: 'Blue is nice. I am just an AI, after all.' })).toBe(
      'The answer speaks of itself as a model: “I am just an AI”',
    );
  });

  it('is fine where the question already speaks so', () => {
    const answer = 'Als KI kann ich nichts schmecken.';
    expect(find('self_reference', { answer })).not.toBeNull();
    expect(find('self_reference', { question: 'Rate als KI, was ich gern esse!', answer })).toBeNull();
  });
});

describe('an answer that repeats its question', () => {
  it('is found whatever has words: two texts of signs only are no repetition', () => {
    expect(find('echo', { question: '? ? ? ?', answer: '! ! ! !' })).toBeNull();
  });

  it('is only found from four words up', () => {
    expect(find('echo', { question: 'Say it once more!', answer: 'Say it once more.' })).toMatch(/“Say it once more.”/);
    expect(find('echo', { question: 'Say it twice!', answer: 'Say it twice.' })).toBeNull();
  });
});

describe('repetition', () => {
  const times = (count: number, text: string, between = ' ') => Array.from({ length: count }, () => text).join(between);
  const line = 'x'.repeat(20) + ' abc';

  it('of a line is found at the fourth time, whatever is between and around them', () => {
    expect(find('repetition', { answer: times(3, line, '\n') })).toBeNull();
    expect(find('repetition', { answer: times(4, `  ${line}`, '\nMeanwhile.\n') })).toBe(
      `It repeats itself: “${line}”`,
    );
    expect(find('repetition', { question: times(4, line, '\n') })).not.toBeNull();
    expect(
      find('repetition', { answer: ['', ' ', '  ', '   '].map((blank) => blank + line).join('\n') }),
    ).not.toBeNull();
  });

  it('of a line is only found when it has 24 characters, with letters among them', () => {
    expect(find('repetition', { answer: times(4, line, '\n- ') })).toBeNull();
    expect(find('repetition', { answer: times(4, line.slice(1), '\n') })).toBeNull();
    expect(find('repetition', { answer: times(4, '1 2 3 4 5 6 7 8 9 10 11 12', '\n') })).toBeNull();
  });

  it('of a word is found at the sixth time in a row', () => {
    expect(find('repetition', { answer: `well ${times(5, 'very')} good` })).toBeNull();
    expect(find('repetition', { answer: `well ${times(6, 'very')} good` })).toBe(
      `It repeats itself: “${times(6, 'very')}”`,
    );
    expect(find('repetition', { answer: `${times(4, 'very')} good ${times(4, 'very')}` })).toBeNull();
  });

  it('of several words is found at the sixth time in a row, up to twelve words', () => {
    const group = (size: number) => 'a bb cc dd ee ff gg hh ii jj kk ll mm'.split(' ').slice(0, size).join(' ');
    for (const size of [2, 12]) {
      expect(find('repetition', { answer: times(5, group(size)) })).toBeNull();
      expect(find('repetition', { answer: times(6, group(size)) })).not.toBeNull();
    }
    expect(find('repetition', { answer: times(6, group(13)) })).toBeNull();
  });

  it('of a word is found at the end of a text, and quoted without what is before it', () => {
    expect(find('repetition', { answer: `It is ${times(6, 'well')}` })).toBe(
      `It repeats itself: “${times(6, 'well')}”`,
    );
    expect(find('repetition', { answer: `It is ${times(6, 'so on')}` })).toBe(
      `It repeats itself: “${times(6, 'so on')}”`,
    );
  });

  it('is not play with short words', () => {
    expect(find('repetition', { answer: times(6, 'la') })).toBeNull();
    expect(find('repetition', { answer: times(6, 'hey') })).not.toBeNull();
  });

  it('is not numbers, however many', () => {
    expect(find('repetition', { answer: times(9, '0 1') })).toBeNull();
    expect(find('repetition', { answer: times(9, '1000') })).toBeNull();
  });
});

describe('personal data', () => {
  it('is found after an example of it', () => {
    const answer = 'Not ann@example.com but ann@skerry.org.';
    expect(find('personal_data', { answer })).toBe('It has an e-mail address in it: “ann@skerry.org”');
  });

  it('is found in a question, too', () => {
    expect(find('personal_data', { question: 'Who is ann@skerry.org?' })).not.toBeNull();
  });

  it('is not an address of an example host, wherever it is', () => {
    for (const host of ['example.org', 'mail.example.com', 'a.test', 'x.invalid'])
      expect(find('personal_data', { answer: `Write to a@${host}.` })).toBeNull();
    expect(find('personal_data', { answer: 'Write to a@myexample.com.' })).not.toBeNull();
  });

  it('is a card number of 13 to 19 digits', () => {
    for (const card of [
      '4222222222222',
      '4111-1111-1111-1111',
      '378282246310005',
      '6011000990139424',
      '6304000000000000000',
    ])
      expect(find('personal_data', { answer: `Card ${card}.` })).toMatch(/a card number/);
    expect(find('personal_data', { answer: 'Card 4222222222223.' })).toBeNull();
    // The check digit is right, but no card begins like this.
    expect(find('personal_data', { answer: 'Card 0000 0000 0000 0000.' })).toBeNull();
    expect(find('personal_data', { answer: 'Card 79927398713 or 1234 5678 9012.' })).toBeNull();
    expect(find('personal_data', { answer: 'Card 4444333322221111.' })).not.toBeNull();
  });

  it('is an account number of 15 characters or more', () => {
    for (const iban of ['NO9386011117947', 'GB29 NWBK 6016 1331 9268 19', 'MT84MALT011000012345MTLCAST001S'])
      expect(find('personal_data', { answer: `Pay to ${iban}.` })).toMatch(/IBAN/);
    expect(find('personal_data', { answer: 'Pay to GB29 NWBK 6016 1331 9268 18.' })).toBeNull();
    // The check digits are right, but no account number is that short.
    expect(find('personal_data', { answer: 'Pay to XX41 ABCD 1234 56.' })).toBeNull();
  });

  it('is a phone number of at least nine digits', () => {
    expect(find('personal_data', { answer: 'Call +49 30 1234 56.' })).not.toBeNull();
    expect(find('personal_data', { answer: 'Call +49 30 1234.' })).toBeNull();
  });
});

describe('a question about a text that is not there', () => {
  it('is found in a question of several lines, and quoted with the words that show it', () => {
    expect(find('unseen_text', { question: 'Think first.\nWhat does the table below show?' })).toBe(
      'The question points at a text that is not there: “the table below”',
    );
  });
});

describe('the seeds of a leaf', () => {
  const question = 'According to the passage, why does bread rise?';
  const answer = 'Yeast gives off gas.';

  it('point at a text that is not there, unless its context is shown with them', () => {
    const seed = { id: 's1', context: 'Bread rises.', question, answer };
    const pair = { id: 's1', context: 'Bread rises.', questionsAndAnswers: [{ question, answer }] };
    expect(leafRulesOf(makeGrounded({ seeds: [seed] })).exempt).toEqual(new Set());
    expect(leafRulesOf(makeFreeform({ seeds: [seed] })).exempt).toEqual(new Set(['unseen_text']));
    expect(leafRulesOf(makeKnowledge({ seeds: [pair] })).exempt).toEqual(new Set(['unseen_text']));
  });

  it('switch a rule off as soon as one of them breaks it', () => {
    const polite = { id: 's1', context: null, question: 'May I?', answer: 'Yes.' };
    const refusing = { id: 's2', context: null, question: 'And I?', answer: 'I cannot help with that.' };
    expect(leafRulesOf(makeFreeform({ seeds: [polite, refusing] })).exempt).toEqual(new Set(['refusal']));
  });

  it('may name an address that is in the document of a knowledge leaf', () => {
    const context = 'Write to ann@skerry.org.';
    const pair = { id: 's1', context, questionsAndAnswers: [{ question: 'Whom?', answer: 'ann@skerry.org' }] };
    expect(leafRulesOf(makeKnowledge({ seeds: [pair] })).exempt).toEqual(new Set());
    expect(leafRulesOf(makeKnowledge({ seeds: [{ ...pair, context: 'None.' }] })).exempt).toEqual(
      new Set(['personal_data']),
    );
  });
});
