import { splitThreshold } from '../../datasets/vocabulary-limits';
import { NearDuplicates, Vocabulary } from '../../generation/filters/near-duplicates/near-duplicates';
import { rougeL } from '../../generation/filters/near-duplicates/rouge-l';
import { tokenizers } from '../../generation/filters/near-duplicates/tokenizers';

export type Asked = { id: string; context: string | null; question: string; answer: string };

export type Contamination = {
  /** Texts of training rows that were compared. */
  compared: number;
  /** Questions whose text is also trained on, but for case and punctuation. */
  same: ReadonlySet<string>;
  /** Other questions that are like a text that is trained on: ROUGE-L over the threshold of splits. */
  alike: ReadonlySet<string>;
};

/** Stands for all words that no question has, so that the vocabulary does not grow with the training rows. */
const OTHER = '\0';

/**
 * Finds the questions that are trained on, as they are or nearly. The questions are in memory, and the texts of the training
 * rows pass by.
 */
export async function findTrained(
  asked: readonly Asked[],
  trained: AsyncIterable<readonly string[]>,
  signal: AbortSignal,
): Promise<Contamination> {
  const words = asked.map((each) => tokenizers.unicode(comparedText(each)));
  const known = new Set(words.flat());
  const idsOf = new Map<string, string[]>();
  for (const [i, own] of words.entries()) {
    const key = own.join(' ');
    idsOf.set(key, [...(idsOf.get(key) ?? []), asked[i]?.id ?? '']);
  }
  const vocabulary = new Vocabulary();
  const encoded = words.map((own) => vocabulary.encode(own));
  const index = new NearDuplicates(vocabulary, { threshold: splitThreshold, f: rougeL.unicode });
  for (const text of encoded) index.insert(text);
  const same = new Set<string>();
  const alike = new Set<string>();
  let compared = 0;
  for await (const texts of trained) {
    signal.throwIfAborted();
    compared += texts.length;
    for (const text of texts) {
      const own = tokenizers.unicode(text);
      for (const id of idsOf.get(own.join(' ')) ?? []) same.add(id);
      const near = index.allOver(vocabulary.encode(own.map((word) => (known.has(word) ? word : OTHER))));
      for (const { id: place } of near) alike.add(asked[place]?.id ?? '');
    }
  }
  for (const id of same) alike.delete(id);
  return { compared, same, alike };
}

/** As splits compare rows: the question, and with a context also the answer. */
const comparedText = ({ context, question, answer }: Asked): string =>
  context === null ? question : `${question}\n${answer}`;
