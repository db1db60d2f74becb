/** A row as trainers read it. */
export type TrainingRow = {
  messages: readonly TrainingMessage[];
  /** All messages but the system's are learned, not only the assistant's. */
  unmask: boolean;
};

export type TrainingMessage = { role: string; content: string };

/** Why a row cannot be used, as a sentence that follows the row's name. */
export type RowFault = { fault: string };

export const isFault = (value: object): value is RowFault => 'fault' in value;

/** Label of a token that is not learned, as PyTorch's cross entropy ignores it. */
export const IGNORED = -100;
