import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Rule, RuleText } from '@/taxonomy/generation/rules/rule';
import { leafRulesOf, rules } from '@/taxonomy/generation/rules/rules';
import { dropReasons, ruleLabels, ruleNames, type RuleName } from '@/taxonomy/generation/vocabulary-rows';
import { makeFreeform, makeGrounded, makeKnowledge } from '../../support/seeds-factories';

const fine: RuleText = {
  context: null,
  question: 'Why does bread rise?',
  answer: 'Yeast gives off gas.',
  isContextShown: false,
};
const ruleOf = (name: RuleName): Rule => rules.find((rule) => rule.name === name)!;
const broken = (text: Partial<RuleText>): string[] =>
  rules.filter((rule) => rule.find({ ...fine, ...text }) !== null).map(({ name }) => name);

describe('every rule', () => {
  it('has a label and a drop reason', () => {
    expect(rules.map(({ name }) => name).toSorted()).toEqual(ruleNames.toSorted());
    for (const name of ruleNames) {
      expect(ruleLabels[name]).toBeTruthy();
      expect(dropReasons[`rule_${name}`]).toBeTruthy();
    }
  });

  it('passes plain rows of any kind', () => {
    expect(broken({})).toEqual([]);
    expect(broken({ answer: '4' })).toEqual([]);
    expect(broken({ answer: '+' })).toEqual([]);
    expect(broken({ question: '¿Por qué?', answer: 'Porque sí.' })).toEqual([]);
    expect(broken({ question: '为什么天空是蓝色的？', answer: '因为空气散射蓝光。' })).toEqual([]);
    expect(broken({ answer: '| a | b |\n|---|---|\n| 1 | 1 |\n| 1 | 1 |\n| 1 | 1 |\n| 1 | 1 |' })).toEqual([]);
    expect(broken({ answer: '```\n}\n}\n}\n}\n}\n```\n<b>vector<int></b> 10.0.0.1 2024-10-12 555 1234' })).toEqual([]);
  });

  it('handles any text in linear time', { timeout: 30_000 }, async () => {
    const text = fc.string({ unit: 'grapheme', maxLength: 400 });
    const seeds = [{ ...fine, question: 'Why does bread rise in the oven? '.repeat(3), answer: 'Yeast. '.repeat(20) }];
    await fc.assert(
      fc.asyncProperty(text, text, fc.option(text), fc.boolean(), async (question, answer, context, isContextShown) => {
        for (const rule of rules) await rule.find({ question, answer, context, isContextShown }, seeds);
      }),
    );
    for (const piece of ['a ', 'in the ', '+1 234 ', 'a@a.', '1234 ', '<a ', '[QUESTION', 'I am sorry ', 'x\n']) {
      const long = piece.repeat(Math.ceil(100_000 / piece.length));
      for (const rule of rules)
        await rule.find({ question: long, answer: long, context: long, isContextShown: true }, seeds);
    }
  });
});

describe('length', () => {
  it.each([
    [{ question: '???' }, /no letters/],
    [{ question: '\u200B' }, /no letters/],
    [{ answer: '\u200B \u00AD' }, /no visible/],
    [{ answer: 'a'.repeat(24_001) }, /24,001 characters; at most 24,000/],
    [{ question: 'a'.repeat(8_001) }, /8,001/],
  ])('refuses %j', (text, said) => {
    expect(ruleOf('length').find({ ...fine, ...text })).toMatch(said);
  });
});

describe('refusals', () => {
  it.each([
    "I'm sorry, but I can't help with that.",
    'I’m sorry, I cannot do this.',
    'I cannot provide an answer to this.',
    'I am unable to assist with that request.',
    'Unfortunately, I cannot answer.',
    'Es tut mir leid, aber ich kann das nicht.',
    'Je suis désolé, mais je ne peux pas.',
    'Lo siento, pero no puedo ayudar.',
    '抱歉，我无法回答。',
    '申し訳ありませんが、お答えできません。',
  ])('are found: %s', (answer) => expect(broken({ answer })).toEqual(['refusal']));

  it.each([
    'I am sorry for your loss is what one says.',
    'Sorry is a card game.',
    'The captain said: “I cannot help you.”',
    'I can help with that: first, open the lid.',
  ])('are not found in: %s', (answer) => expect(broken({ answer })).toEqual([]));
});

describe('a model that speaks of itself', () => {
  it.each([
    'As an AI language model, I have no favourite.',
    'I am just an AI, but blue is nice.',
    'That lies after my knowledge cutoff.',
    'Als KI kann ich das nicht beurteilen.',
    'Als KI, war es mir nicht möglich.',
    'Blau ist schön. Aber ich bin nur ein KI-Sprachmodell.',
    'En tant qu’IA, je n’ai pas de goûts.',
    'Je ne suis qu’un modèle de langage.',
    'Como IA, no tengo preferencias.',
    'Soy un modelo de lenguaje y no veo imágenes.',
    'Como uma IA, não tenho opiniões.',
    'In quanto intelligenza artificiale, non posso assaggiare.',
    'Als AI-taalmodel heb ik geen smaak.',
    'Jako model językowy nie mam zdania.',
    'Как языковая модель, я не имею мнения.',
    'Yapay zeka olarak benim bir tercihim yok.',
    '作为一个人工智能，我没有感情。',
    '私はAIなので、好みはありません。',
    'AI로서 저는 의견이 없습니다.',
  ])('is found: %s', (answer) => expect(broken({ answer })).toEqual(['self_reference']));

  it('is not found where the question is about models, or the text is', () => {
    expect(broken({ question: 'Are you an AI?', answer: 'Yes, I am an AI.' })).toEqual([]);
    expect(broken({ question: 'Was ist eine KI?', answer: 'Ich bin eine KI, und eine KI rechnet.' })).toEqual([]);
    expect(broken({ answer: 'Chess was the first field of AI. As an AI grows, it learns.' })).toEqual([]);
  });

  it.each([
    'As an AI, HAL 9000 has no body, and it says so.',
    'I am a model railway builder.',
    'Als KI besiegte AlphaGo den Meister.',
    'Eine KI ist ein Programm. Ich finde das gut.',
    'En tant qu’IA, Siri répond à la voix.',
    'Come ai miei tempi, si cantava.',
    'Como ia meu avô, a pé.',
    '作为人工智能的一个分支，机器学习很重要。',
    'AIとして知られる技術です。',
    'Als AI-model verslaat het de meester.',
  ])('is not a text that only talks about models: %s', (answer) => expect(broken({ answer })).toEqual([]));

  it('is found in a question that is asked as if of one, unless the leaf is about models', () => {
    const question = 'Als KI, war Einstein ein Deutscher?';
    const find = (text: RuleText, seeds?: RuleText[]) => ruleOf('self_reference').find(text, seeds);
    expect(find({ ...fine, question })).toBe('The question is asked as if by or of a model: “Als KI, war”');
    expect(find({ ...fine, question: 'As an AI, can birds see red?' })).not.toBeNull();
    const seed = { ...fine, question: 'Was ist eine KI?' };
    expect(find({ ...fine, question }, [seed])).toBeNull();
    expect(find({ ...fine, question, context: 'KI ist ein Fach der Informatik.' })).toBeNull();
    expect(find({ ...fine, question: 'As an AI, HAL 9000 sees with what?' })).toBeNull();
  });
});

describe('leftovers', () => {
  it.each([
    'Blue. [END]',
    '[ANSWER] Blue.',
    'Blue.\n</context 1a2b3c4d>',
    'Blue.\nSCORE: 3',
    'Blue.<|im_end|>',
    'Blue. [/INST]',
    'Dear {{ customer_name }},',
    'Dear [insert name here],',
    'Task: judge-pair',
    'Number wanted: 5',
  ])('are found: %j', (answer) => expect(broken({ answer })).toEqual(['leftovers']));

  it('are part of the material when the context has them too', () => {
    expect(broken({ context: 'Dear {{ name }},', answer: 'It greets {{ name }}.' })).toEqual([]);
  });

  it.each(['a[0] = b[END_INDEX]', 'C: <T extends U>', '[x] done', 'a | b |> c', 'Score: 3 to 1'])(
    'are not found in %j',
    (answer) => expect(broken({ answer })).toEqual([]),
  );
});

describe('repetition', () => {
  it.each([
    'well and well and well and well and well and well and so on',
    'I think that I think that I think that I think that I think that I think that it is.',
    Array.from({ length: 4 }, () => 'The quick brown fox jumps over it.').join('\n'),
    '这是非常非常非常非常非常非常好的',
    'มากมากมากมากมากมาก',
  ])('is found: %j', (answer) => expect(broken({ answer })).toEqual(['repetition']));

  it.each([
    'ha ha ha ha ha ha ha ha',
    '哈哈哈哈哈哈哈哈哈哈哈哈哈哈',
    '0 0 0 0 0 0 0 0 0 0',
    'Row, row, row your boat.',
    '1. One\n2. Two\n3. Three\n4. Four',
    'The cat saw the dog and the cat saw the bird and the cat slept.',
  ])('is not found in %j', (answer) => expect(broken({ answer })).toEqual([]));
});

describe('an answer that repeats its question', () => {
  it('is found whatever the case and punctuation', () => {
    expect(broken({ answer: 'why does bread rise' })).toEqual(['echo']);
    expect(broken({ answer: 'Why does bread rise? Because of yeast.' })).toEqual([]);
    expect(broken({ question: 'Say hello!', answer: 'Say hello' })).toEqual([]);
  });
});

describe('a question about a text that is not there', () => {
  it.each([
    'According to the passage, why does bread rise?',
    'What does the table below show?',
    'In the given text, who is Ann?',
    'What does the author say about yeast? In this article, is it praised?',
    'Laut dem Text, warum geht Brot auf?',
    'Selon le texte, pourquoi?',
    '根据上述文章，为什么？',
  ])('is found: %s', (question) => expect(broken({ question })).toEqual(['unseen_text']));

  it('is fine with its context, or when it brings its text along', () => {
    const question = 'According to the passage, why does bread rise?';
    expect(broken({ question, context: 'Bread rises.', isContextShown: true })).toEqual([]);
    expect(broken({ question, context: 'Bread rises.' })).toEqual(['unseen_text']);
    expect(broken({ question: 'Summarise the text below:\nBread rises because of yeast.' })).toEqual([]);
    expect(broken({ question: 'How is text drawn on a table in HTML?' })).toEqual([]);
  });
});

describe('personal data', () => {
  it.each([
    ['Write to ann.fielding@gmail.com.', /e-mail address.*ann\.fielding/],
    ['Call +49 171 2345678 now.', /phone number/],
    ['His card is 4111 1111 1111 1111.', /card number/],
    ['Pay to DE89 3704 0044 0532 0130 00.', /IBAN/],
    ['Her number is 078-05-1120.', /social security/],
  ])('is found: %s', (answer, said) => {
    expect(broken({ answer })).toEqual(['personal_data']);
    expect(ruleOf('personal_data').find({ ...fine, answer })).toMatch(said);
  });

  it.each([
    'Write to ann@example.com or root@localhost.',
    'Call +1 202 555 0143.',
    'The card 4111 1111 1111 1112 has a wrong check digit, and 0000 0000 0000 0000 is none.',
    'DE00 3704 0044 0532 0130 00 is wrong.',
    'On 2024-10-12 at 12:30 it was 1,234,567.89, or 123-45-678.',
    'const a = b@c; @media (min-width: 10px)',
  ])('is not found in: %s', (answer) => expect(broken({ answer })).toEqual([]));

  it('may be in a document that people provided, but not in a context that a teacher wrote', () => {
    const text = { context: 'Ask info@skerry-ferry.org.', answer: 'Ask info@skerry-ferry.org.' };
    expect(broken(text)).toEqual([]);
    expect(broken({ ...text, isContextShown: true })).toEqual(['personal_data']);
  });
});

describe('the language of a leaf', () => {
  const ask = (question: string, answer: string) => ({ ...fine, question, answer });
  const german = [
    ask(
      'Warum geht Brot im Ofen auf?',
      'Die Hefe bildet ein Gas, und die Hitze dehnt es in den vielen kleinen Blasen aus.',
    ),
    ask(
      'Wie wird der Teig locker, und wie lange muss er dafür ruhen?',
      'Man lässt ihn an einem warmen Ort eine Stunde lang ruhen, bevor man ihn formt.',
    ),
  ];
  const english =
    'Yeast gives off a gas, and the heat of the oven makes the many small bubbles in the dough grow much larger.';
  const spanish = 'La levadura produce un gas, y el calor del horno hace crecer las pequeñas burbujas de la masa.';
  const find = (text: RuleText, seeds: RuleText[]) => ruleOf('language').find(text, seeds);

  it('is that of its seeds, for questions and answers apart', async () => {
    expect(await find(ask('Was macht das Salz im Teig?', english), german)).toMatch(
      /^The answer is in English, the seeds are in German: “Yeast gives/,
    );
    expect(await find(ask(`${english} Why?`, german[0]!.answer), german)).toMatch(/^The question is in English/);
    expect(await find(ask('Was macht das Salz im Teig?', german[1]!.answer), german)).toBeNull();
  });

  it('is unknown when seeds are in several languages, or too short to tell', async () => {
    expect(await find(ask('Und?', spanish), [...german, ask('Und?', english)])).toBeNull();
    expect(await find(ask('Und?', spanish), [ask('Was ist das?', 'Ein Ofen.')])).toBeNull();
    expect(await find(ask('Und?', spanish), [])).toBeNull();
  });

  it('is that of the answers, when questions are in another: a task of translation', async () => {
    const translation = german.map(({ question, answer }) => ({ ...fine, question: english + question, answer }));
    expect(await find(ask(english, german[0]!.answer), translation)).toBeNull();
    expect(await find(ask(english, spanish), translation)).toMatch(/^The answer is in Spanish, .* in German/);
  });

  it.each([
    ['short', 'Yes.'],
    ['code', '```python\nfor the_first_number in range(10):\n    print("this is the number", the_first_number)\n```'],
    ['a list of names', 'Berlin, Paris, London, Madrid, Roma, Lisboa, Oslo, Helsinki, Warszawa, Praha, Wien'],
    ['a formula', '$\\text{the sum of all the parts is the whole of the thing and nothing else at all}$'],
    ['an address', 'https://example.org/this/is/the/way/to/the/page/that/you/have/been/looking/for/all/the/time'],
    ['a dialect of it', 'Man laat em op en warme Steed en Stunn lang rauhn, vördem man em in de Form bringt.'],
  ])('is not told from what is %s', async (_, answer) => {
    expect(await find(ask('Was ist das?', answer), german)).toBeNull();
  });

  it('is not told from a language that is much alike', async () => {
    const norwegian = [
      'Gjæren danner en gass, og varmen i ovnen får de mange små boblene i deigen til å vokse seg større.',
    ];
    const seeds = norwegian.map((answer) => ask('Hvorfor?', answer));
    const danish = 'Gæren danner en gas, og varmen i ovnen får de mange små bobler i dejen til at vokse sig større.';
    expect(await find(ask('Hvorfor?', danish), seeds)).toBeNull();
    expect(await find(ask('Hvorfor?', english), seeds)).not.toBeNull();
  });

  it('is told for writing systems without letters as ours', async () => {
    const chinese = ask(
      '面包为什么会膨胀？',
      '酵母会产生气体，烤箱的热量使面团里的许多小气泡变得更大，所以面包会膨胀。',
    );
    expect(await find(ask('盐有什么作用？', english), [chinese])).toMatch(/the seeds are in Chinese/);
    expect(await find(ask('盐有什么作用？', chinese.answer), [chinese])).toBeNull();
  });
});

describe('the seeds of a leaf', () => {
  const seed = { id: 's1', context: null, question: 'May I have a bomb?', answer: "I'm sorry, but I can't help." };

  it('switch off the rules that they break, for their leaf', () => {
    expect(leafRulesOf(makeFreeform()).exempt).toEqual(new Set());
    expect(leafRulesOf(makeGrounded()).exempt).toEqual(new Set());
    expect(leafRulesOf(makeKnowledge()).exempt).toEqual(new Set());
    expect(leafRulesOf(makeFreeform({ seeds: [seed] })).exempt).toEqual(new Set(['refusal']));
  });
});
