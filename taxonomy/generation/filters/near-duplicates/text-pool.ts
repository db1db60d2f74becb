import { CommonSubsequence } from './common-subsequence';
import { NearDuplicates, Vocabulary } from './near-duplicates';
import { rougeL } from './rouge-l';
import { tokenizers } from './tokenizers';

/** What makes two rows alike: the question and, where there is one, the text that it is about. */
export type PooledText = {
  context: string | null;
  question: string;
  /** Rows about different variants of a document are never alike: their difference is wanted. */
  variant: string | null;
};

/** A text of the pool that another is alike, and the F of the two questions. */
export type Alike<Source> = { source: Source; question: string; score: number };

/**
 * The texts that new rows of a leaf are compared with, by ROUGE-L of their tokens in any language.
 *
 * Without a context, two rows are alike when their questions are. With one, their contexts must be alike as well: the
 * same question about another text is another task.
 */
export class TextPool<Source> {
  readonly #threshold: number;
  readonly #questions: QuestionIndex<Source>;
  readonly #byVariant = new Map<string | null, ContextIndex<Source>>();
  size = 0;

  /** @param threshold An F of exactly the threshold is not alike. */
  constructor(threshold: number) {
    this.#threshold = threshold;
    this.#questions = new QuestionIndex(threshold);
  }

  add(text: PooledText, source: Source): void {
    this.size += 1;
    if (text.context === null) this.#questions.add(text.question, source);
    else this.#contextsOf(text.variant).add(text.context, text.question, source);
  }

  /** The text that this one is most like, the earliest of several; null when it is like none. */
  find({ context, question, variant }: PooledText): Alike<Source> | null {
    return context === null ? this.#questions.find(question) : this.#contextsOf(variant).find(context, question);
  }

  #contextsOf(variant: string | null): ContextIndex<Source> {
    let contexts = this.#byVariant.get(variant);
    if (!contexts) this.#byVariant.set(variant, (contexts = new ContextIndex(this.#threshold)));
    return contexts;
  }
}

class QuestionIndex<Source> {
  readonly #vocabulary = new Vocabulary();
  readonly #index: NearDuplicates;
  readonly #entries: { question: string; source: Source }[] = [];

  constructor(threshold: number) {
    this.#index = new NearDuplicates(this.#vocabulary, { threshold, f: rougeL.unicode });
  }

  add(question: string, source: Source): void {
    this.#index.insert(this.#vocabulary.encode(tokenizers.unicode(question)));
    this.#entries.push({ question, source });
  }

  find(question: string): Alike<Source> | null {
    const nearest = this.#index.nearest(this.#vocabulary.encode(tokenizers.unicode(question)));
    const entry = nearest && this.#entries[nearest.id];
    return entry ? { ...entry, score: nearest.score } : null;
  }
}

type Asked<Source> = { place: number; tokens: Int32Array; question: string; source: Source };

/** Few contexts are alike, and few questions ask about each, so those are compared one by one. */
class ContextIndex<Source> {
  readonly #vocabulary = new Vocabulary();
  readonly #threshold: number;
  readonly #index: NearDuplicates;
  readonly #lcs = new CommonSubsequence();
  readonly #idOf = new Map<string, number>();
  readonly #asked: Asked<Source>[][] = [];
  #count = 0;

  constructor(threshold: number) {
    this.#threshold = threshold;
    this.#index = new NearDuplicates(this.#vocabulary, { threshold, f: rougeL.unicode });
  }

  add(context: string, question: string, source: Source): void {
    let id = this.#idOf.get(context);
    if (id === undefined) {
      id = this.#index.insert(this.#vocabulary.encode(tokenizers.unicode(context)));
      this.#idOf.set(context, id);
    }
    (this.#asked[id] ??= []).push({ place: this.#count, tokens: this.#tokens(question), question, source });
    this.#count += 1;
  }

  find(context: string, question: string): Alike<Source> | null {
    const known = this.#idOf.get(context);
    const alike = this.#index.allOver(this.#vocabulary.encode(tokenizers.unicode(context))).map(({ id }) => id);
    const ids = new Set(known === undefined ? alike : [known, ...alike]);
    const tokens = this.#tokens(question);
    if (ids.size === 0 || tokens.length === 0) return null;
    this.#lcs.set(tokens);
    let best: { entry: Asked<Source>; score: number } | null = null;
    for (const id of ids) {
      for (const entry of this.#asked[id] ?? []) {
        const common = this.#lcs.lengthWith(entry.tokens, 0, entry.tokens.length);
        const score = rougeL.unicode(common, tokens.length, entry.tokens.length);
        if (score <= this.#threshold) continue;
        const isBetter = !best || score > best.score || (score === best.score && entry.place < best.entry.place);
        if (isBetter) best = { entry, score };
      }
    }
    return best && { source: best.entry.source, question: best.entry.question, score: best.score };
  }

  #tokens = (text: string): Int32Array => this.#vocabulary.encode(tokenizers.unicode(text)).tokens;
}
