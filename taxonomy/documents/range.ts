/** A range of a text from `start` up to but not including `end`, in UTF-16 units. */
export type Range = { start: number; end: number };
