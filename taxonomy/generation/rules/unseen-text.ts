import { quote } from '../text';
import type { Rule } from './rule';

const things =
  'passage|text|article|document|excerpt|paragraph|chapter|section|table|figure|diagram|image|picture|photo';

/** Words that point at something the reader of the question does not have. */
const pointers = [
  new RegExp(`\\b(the|this|these) (${things})s? (above|below)\\b`, 'i'),
  new RegExp(`\\b(above|following|preceding|given|provided) (${things})s?\\b`, 'i'),
  new RegExp(
    `\\b(according to|based on|as (stated|described|mentioned|explained|shown) in|in) (the|this) (${things})\\b`,
    'i',
  ),
  /\b(the|this) (author|writer) (says|states|argues|mentions|describes|claims|suggests)\b/i,
  /\b(laut|gemäß|nach|im|in dem) (dem |diesem |obigen |vorliegenden )?(Text|Abschnitt|Dokument|Artikel)\b/i,
  /\b(selon|d['’]après|dans) (le|ce) (texte|passage|document|paragraphe)\b/i,
  /\b(según|en) (el|este) (texto|pasaje|documento|párrafo|artículo)\b/i,
  /(根据|依据|按照)(上述|以上|本|该|这段|文中)?(文本|文章|段落|文档|材料|短文)/,
];

/** Only for questions without a context: with one, “the text” is there to be seen. */
export const unseenText: Rule = {
  name: 'unseen_text',
  find({ question, isContextShown }) {
    if (isContextShown) return null;
    for (const pointer of pointers) {
      const match = pointer.exec(question);
      // A question that brings its text along (“… in the text below:\n…”) may point at it.
      if (match && !question.slice(match.index + match[0].length).includes('\n') && !/[:"“「]/.test(question))
        return `The question points at a text that is not there: ${quote(match[0])}`;
    }
    return null;
  },
};
