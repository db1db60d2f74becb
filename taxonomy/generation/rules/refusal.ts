import { quote } from '../text';
import type { Rule } from './rule';

/** Only the beginning is read: later in a text, the same words are usually about something else. */
const BEGINNING = 160;

/** How models decline, in the languages that they decline in most. Each begins a sentence. */
const refusals = [
  /^(i['’]?m|i am|we['’]?re|we are)?\s*(very |so |truly )?sorry,?\s*(but )?(i|we|as an)\b/i,
  /^(i apologi[sz]e|my apologies|unfortunately),?\s*(but )?,?\s*(i|we) (can['’]?t|cannot|can not|am unable|are unable|['’]m unable)\b/i,
  /^(i|we) (can['’]?t|cannot|can not|won['’]?t|will not|am unable to|am not able to|['’]m unable to|['’]m not able to|must decline to) (help|assist|answer|provide|fulfil|fulfill|comply|complete|generate|create|write|share|give|discuss)\b/i,
  /^(i['’]m|i am) (not able|unable) to (help|assist|answer|provide|fulfil|fulfill|comply|complete|generate|create|write|share|give|discuss)\b/i,
  /^(es tut mir leid|tut mir leid|leider)[, ]+(aber )?(kann ich|ich kann|als KI)/i,
  /^(je suis (vraiment )?désolée?|désolée?)[, ]+(mais )?(je ne (peux|suis)|en tant qu)/i,
  /^(lo siento|lo lamento|disculpa)[, ]+(pero )?(no puedo|como)/i,
  /^(mi dispiace|spiacente)[, ]+(ma )?(non posso|in quanto)/i,
  /^(desculpe|sinto muito|lamento)[, ]+(mas )?(não posso|como)/i,
  /^(抱歉|对不起|很抱歉|對不起)[,，]?\s*(但|但是)?\s*(我|作为|作為)/,
  /^(申し訳(ありません|ございません)|すみません)(が)?[、,]/,
  /^(извините|к сожалению|простите)[, ]+(но )?(я не могу|как)/i,
];

export const refusal: Rule = {
  name: 'refusal',
  find({ answer }) {
    const beginning = answer.trim().slice(0, BEGINNING);
    return refusals.some((pattern) => pattern.test(beginning)) ? `The answer declines: ${quote(answer)}` : null;
  },
};
