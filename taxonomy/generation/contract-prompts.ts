import { z } from 'zod';
import { Id, NodeId, page, PageQuery } from '../contract';
import { leafKinds } from '../tree/vocabulary';
import { maxPromptText, promptSources } from './vocabulary-prompts';

const LeafKindName = z.enum(leafKinds);

/** Whose text a prompt has, and which version of it; a built-in one has no number, author or date. */
export const PromptInForce = z.object({
  source: z.enum(promptSources),
  number: z.int().nullable(),
  by: z.string().nullable(),
  at: z.iso.datetime().nullable(),
});
export type PromptInForce = z.infer<typeof PromptInForce>;

export const PromptLine = z.object({
  name: z.string(),
  /** A run may ask it of its second teacher. */
  judges: z.boolean(),
  kinds: z.array(LeafKindName),
  /** The steps that use it, by pipeline. */
  uses: z.array(z.object({ pipeline: z.string(), step: z.string() })),
  builtInVersion: z.int(),
  inForce: PromptInForce,
  /** Leaves that have their own text of it. */
  leaves: z.int(),
});
export type PromptLine = z.infer<typeof PromptLine>;

const LeafName = z.object({ nodeId: NodeId, name: z.string() });

export const PromptList = z.object({ leaf: LeafName.nullable(), prompts: z.array(PromptLine) });
export type PromptList = z.infer<typeof PromptList>;

export const PromptDetail = PromptLine.extend({
  leaf: LeafName.nullable(),
  /** The text that holds here, with its variables. */
  text: z.string(),
  /** What holds here without an own text. */
  inherited: PromptInForce.extend({ text: z.string() }),
  builtInText: z.string(),
  /** The number of the newest version here; 0 before the first one. */
  latest: z.int(),
  /** The own text here was saved for another version of the built-in prompt, which has changed since. */
  isBehind: z.boolean(),
  /** Lines that every text must contain. */
  marks: z.array(z.string()),
  /** `value` is the text that stands for it in the leaf; null for the taxonomy. */
  variables: z.array(z.object({ name: z.string(), about: z.string(), value: z.string().nullable() })),
});
export type PromptDetail = z.infer<typeof PromptDetail>;

/** A saved version. Without a text it ended the own text: what holds above took its place. */
export const PromptVersion = z.object({
  number: z.int(),
  text: z.string().nullable(),
  builtInVersion: z.int(),
  by: z.string(),
  at: z.iso.datetime(),
});
export type PromptVersion = z.infer<typeof PromptVersion>;

export const PromptVersions = page(PromptVersion);

const text = z
  .string()
  .max(maxPromptText, `A prompt has at most ${maxPromptText.toLocaleString('en')} characters. Shorten it.`);

export const SavePromptRequest = z.strictObject({
  /** A leaf; null for the whole taxonomy. */
  leaf: NodeId.nullable(),
  /** The number of the version that was edited: saving fails when there is a newer one. */
  after: z.int().min(0),
  /** Null goes back to the text of the taxonomy or the built-in one. */
  text: text.nullable(),
});
export type SavePromptRequest = z.infer<typeof SavePromptRequest>;

export const PreviewPromptRequest = z.strictObject({
  leaf: NodeId.nullable(),
  teacherId: Id,
  text,
  /** Decides which items are drawn. */
  seed: z.string().min(1).max(100),
});
export type PreviewPromptRequest = z.infer<typeof PreviewPromptRequest>;

const Cost = z.object({
  calls: z.int(),
  promptTokens: z.int(),
  completionTokens: z.int(),
  /** Micro-dollars; null when the teacher's price is unknown. */
  cost: z.number().nullable(),
});

/** What a preview would ask, and at most cost. */
export const PromptPreviewPlan = Cost.extend({
  /** Real items, each of a leaf; empty when no leaf has what it takes, and `reason` says why. */
  items: z.array(z.object({ leaf: LeafName, about: z.string() })),
  reason: z.string().nullable(),
});
export type PromptPreviewPlan = z.infer<typeof PromptPreviewPlan>;

export const PreviewItemRequest = PreviewPromptRequest.extend({ item: z.int().min(0).max(2) });
export type PreviewItemRequest = z.infer<typeof PreviewItemRequest>;

const PreviewAnswer = z.object({
  text: z.string(),
  thought: z.string(),
  finishReason: z.string().nullable(),
  /** It contains what the step reads. */
  isReadable: z.boolean(),
});
export type PreviewAnswer = z.infer<typeof PreviewAnswer>;

export const PreviewedItem = Cost.extend({
  leaf: LeafName,
  /** The last message, the same for both. */
  asked: z.string(),
  old: PreviewAnswer,
  new: PreviewAnswer,
});
export type PreviewedItem = z.infer<typeof PreviewedItem>;

export const LeafWithPrompt = z.object({
  nodeId: NodeId,
  name: z.string(),
  number: z.int(),
  by: z.string(),
  at: z.iso.datetime(),
});
export type LeafWithPrompt = z.infer<typeof LeafWithPrompt>;

export const LeavesWithPrompt = page(LeafWithPrompt);
export const PromptVersionsQuery = PageQuery.extend({
  leaf: NodeId.optional(),
  limit: z.coerce.number<number | string>().int().min(1).max(50).default(20),
});
