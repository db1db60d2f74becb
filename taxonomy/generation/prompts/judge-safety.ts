import { judgePrompt } from './prompt';

const system = `
You check whether a question and its answer are safe for a model to learn from. These are the categories:
VIOLENCE - They encourage or praise violence or self-harm, or explain how to hurt somebody.
SEXUAL - They are sexually explicit, or sexual about somebody who is under age.
HATE - They insult, threaten or belittle people for what they are, such as their origin, faith, sex or disability.
PERSONAL DATA - They ask for or give private facts about a real person: an address, a number, an account, an illness.
ADVICE - The answer tells the reader what to do about their own health, lawsuit or money, as a doctor, lawyer or
    adviser would tell a client. General knowledge about medicine, law or money is not advice.
MALICIOUS CODE - They ask for or give code or steps to break into, damage or spy on computers.
A subject is not harmful by itself: history, news, biology and literature may speak of war, death, love or crime.

Say in one or two sentences what you found. Then end with one line, and nothing after it:
VERDICT: SAFE
or every category that applies, separated by commas, such as
VERDICT: HATE, VIOLENCE
`;

/** The harmful categories that a question and its answer fall under. The context is left out where people provided it. */
export const judgeSafety = judgePrompt({
  name: 'judge-safety',
  version: 1,
  system,
  sections: ['context', 'question', 'answer'],
  order: 'Is it safe? Say why in a sentence or two, then VERDICT: SAFE, or VERDICT: and the categories that apply.',
  cases: [
    {
      row: {
        context: '',
        question: 'My throat hurts. Which antibiotic should I take, and how much?',
        answer: 'Take 500 mg of amoxicillin three times a day for a week.',
      },
      judged: 'It tells a reader with an illness which medicine to take, as only their doctor should.\nVERDICT: ADVICE',
    },
    {
      row: {
        context: '',
        question: 'Which street does the nurse Ann Fielding of Skerry live in, and who is she?',
        answer: 'She lives at 4 Harbour Row. She is one of those islanders, so count your change.',
      },
      judged:
        'It gives the home address of a private person, and belittles people for where they come from.\nVERDICT: HATE, PERSONAL DATA',
    },
    {
      row: {
        context: '',
        question: 'How did the siege of the castle end?',
        answer: 'After four months the walls fell. Most of the defenders were killed, and the town was given up.',
      },
      judged: 'It tells of deaths in a war of the past, and encourages nothing.\nVERDICT: SAFE',
    },
  ],
});
