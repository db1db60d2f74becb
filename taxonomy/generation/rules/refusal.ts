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

/** A model that speaks of itself. Not “an AI”, which a leaf may be about, but “I am an AI” and “as an AI, I”. */
const selves = [
  /\bas an? (ai|artificial intelligence|(large )?language model|ai (language )?model|ai assistant|virtual assistant)\b[^.!?\n]{0,40}\b(i|my)\b/i,
  /\bi(['’]m| am) (just |only )?an? (ai|artificial intelligence|(large )?language model|ai (language )?model|ai assistant|virtual assistant)\b/i,
  /\bmy (training data|knowledge cut-?off|last (knowledge )?update|programming)\b/i,
  /\bi (do not|don['’]t) have (personal (opinions|feelings|experiences|beliefs)|access to (real-time|the internet|current))\b/i,
  /\b(als|bin eine?) (KI|Sprachmodell|KI-Modell|KI-Assistent)\b[^.!?\n]{0,30}\b(ich|mein)/i,
  /\ben tant qu['’](IA|intelligence artificielle|assistant virtuel|modèle de langage)\b/i,
  /\bcomo (una )?(IA|inteligencia artificial|modelo de lenguaje)\b[^.!?\n]{0,20}\b(no|mi)\b/i,
  /作为(一个)?(人工智能|AI|语言模型)/,
];

export const selfReference: Rule = {
  name: 'self_reference',
  find({ question, answer }) {
    // Where the question is about a model, its answer may speak as one.
    if (selves.some((pattern) => pattern.test(question)) || /\b(ai|language model|chatbot|assistant)\b/i.test(question))
      return null;
    const match = firstMatch(selves, answer);
    return match ? `The answer speaks of itself as a model: ${quote(match)}` : null;
  },
};

function firstMatch(patterns: readonly RegExp[], text: string): string | null {
  for (const pattern of patterns) {
    const match = pattern.exec(text);
    if (match) return match[0];
  }
  return null;
}
