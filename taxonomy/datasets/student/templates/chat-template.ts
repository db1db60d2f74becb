/** A chat template and what trainers must know of it. */
export type ChatTemplate = {
  label: string;
  /** Jinja, as in tokenizer configs. */
  template: string;
  /** The text that ends the assistant's turn. A tokenizer has it as one token. */
  endOfTurn: string;
  /** All its marks: text of a row that contains one would be read as the template's. */
  marks: readonly string[];
  /** What its variables `bos_token` and `eos_token` stand for. */
  bosToken: string;
  eosToken: string;
};

/** A template that writes its marks itself, without the variables. */
export const chatTemplate = (written: Omit<ChatTemplate, 'bosToken' | 'eosToken'>): ChatTemplate => ({
  ...written,
  bosToken: '',
  eosToken: '',
});
