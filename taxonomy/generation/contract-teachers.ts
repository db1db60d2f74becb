import { z } from 'zod';
import { Id } from '../contract';
import { OwnPrice, Price } from './contract-prices';
import { Capabilities } from './contract-capabilities';
import { HeaderChanges, Headers } from './contract-headers';
import { limits, reasoningEfforts, variablePattern } from './vocabulary';

const ownFields = ['model', 'messages', 'stream', 'n', 'max_tokens', 'max_completion_tokens'];

/** Extra fields for each request, as the server documents them: `{ "enable_thinking": false }`. */
export const ExtraFields = z
  .record(z.string().min(1).max(100), z.unknown())
  .refine(
    (fields) => JSON.stringify(fields).length <= limits.extraFields,
    `At most ${limits.extraFields.toLocaleString('en')} characters.`,
  )
  .refine((fields) => !Object.keys(fields).some((name) => ownFields.includes(name)), {
    error: `Seedleaf sets ${ownFields.join(', ')} itself. Leave them out.`,
  });
export type ExtraFields = z.infer<typeof ExtraFields>;

const ReasoningEffort = z.enum(reasoningEfforts);
const StructuredOutput = z.enum(['auto', 'off']);

export const TeacherTest = z.object({
  ok: z.boolean(),
  message: z.string(),
  models: z.array(z.string()),
  latencyMs: z.int().nullable(),
  /** The model that the server says answered. */
  answeredBy: z.string().nullable(),
  /** What requests do differently because this server requires it. */
  adapted: z.array(z.string()),
  /** The replies, in the order of the requests. A run would send the same requests. */
  replies: z.array(z.object({ prompt: z.string(), isReadable: z.boolean(), thought: z.string(), text: z.string() })),
  testedAt: z.iso.datetime(),
});
export type TeacherTest = z.infer<typeof TeacherTest>;

/**
 * A test before the teacher is saved. The form sends its receipt, so that the result is kept; null when no model was
 * asked.
 */
export const TriedTeacher = TeacherTest.extend({ receipt: z.string().nullable() });
export type TriedTeacher = z.infer<typeof TriedTeacher>;
const testReceipt = z.string().max(1_000_000).optional();

/** A teacher as the browser sees it: whether it has a key, never the key. */
export const Teacher = z.object({
  id: Id,
  name: z.string(),
  baseUrl: z.string(),
  /** Further addresses with the same model. */
  otherUrls: z.array(z.string()),
  model: z.string(),
  isPractice: z.boolean(),
  key: z.enum(['none', 'stored', 'environment']),
  keyEnv: z.string().nullable(),
  /** Parallel requests, to each address. */
  slots: z.int(),
  /** Limits of each address; null for none. */
  requestsPerMinute: z.int().nullable(),
  tokensPerMinute: z.int().nullable(),
  timeoutSeconds: z.int(),
  /** What requests do differently because this server requires it. */
  adapted: z.array(z.string()),
  extraFields: ExtraFields,
  /** The names of its extra headers, never their values. */
  headerNames: z.array(z.string()),
  reasoningEffort: ReasoningEffort.nullable(),
  /** Tokens for thinking, on top of those for the answer; null for what was learned. */
  thinkingTokens: z.int().nullable(),
  /** `auto`: judges answer in JSON if a probe found that the server can. `off`: always in tags. */
  structuredOutput: StructuredOutput,
  /** The prices that a person entered; null for those of the price list. */
  ownPrice: OwnPrice.nullable(),
  /** The prices of its calls now; null when they are unknown. */
  price: Price.nullable(),
  /** The price list says that its provider ends this model. */
  isDeprecated: z.boolean(),
  lastTest: TeacherTest.nullable(),
  /** What its server can do; null before it was probed. */
  capabilities: Capabilities.nullable(),
});
export type Teacher = z.infer<typeof Teacher>;
export const Teachers = z.object({ items: z.array(Teacher) });

const slots = z.int().min(1).max(limits.slots);
const timeoutSeconds = z.int().min(1).max(limits.timeoutSeconds);

const requestsPerMinute = z.int().min(1).max(limits.requestsPerMinute).nullable().optional();
const tokensPerMinute = z.int().min(1).max(limits.tokensPerMinute).nullable().optional();
/** Left out: the model decides, and the tokens follow what was learned. */
const thinking = {
  reasoningEffort: ReasoningEffort.nullable().optional(),
  thinkingTokens: z.int().min(0).max(limits.thinkingTokens).nullable().optional(),
};
const address = z
  .url({ protocol: /^https?$/, error: 'An address begins with http:// or https://.' })
  .max(limits.address);

export const AddTeacherRequest = z.strictObject({
  name: z.string().trim().min(1).max(limits.teacherName),
  baseUrl: address,
  /** Further servers with the same model, key and settings. */
  otherUrls: z
    .array(address)
    .max(limits.addresses - 1, `A teacher has at most ${limits.addresses} addresses.`)
    .optional(),
  model: z.string().trim().min(1).max(limits.model),
  apiKey: z.string().min(1).max(limits.apiKey).optional(),
  apiKeyEnv: z
    .string()
    .regex(new RegExp(`^${variablePattern}$`))
    .max(limits.variable)
    .optional(),
  slots: slots.default(4),
  requestsPerMinute,
  tokensPerMinute,
  timeoutSeconds: timeoutSeconds.default(120),
  extraFields: ExtraFields.default({}),
  headers: Headers.optional(),
  ...thinking,
  structuredOutput: StructuredOutput.optional(),
  ownPrice: OwnPrice.nullable().default(null),
  testReceipt,
});
export type AddTeacherRequest = z.infer<typeof AddTeacherRequest>;

/**
 * Fields that are left out stay as they are. A key of null removes the key. A new address without a key also removes
 * the old one, so that nobody can send it to another server. So it is with extra headers, which are given as a whole: a
 * value of null keeps the one that is stored. Prices are those of one model at one address: another one
 * without prices removes them.
 */
export const UpdateTeacherRequest = z.strictObject({
  name: AddTeacherRequest.shape.name.optional(),
  baseUrl: AddTeacherRequest.shape.baseUrl.optional(),
  otherUrls: AddTeacherRequest.shape.otherUrls,
  model: AddTeacherRequest.shape.model.optional(),
  apiKey: AddTeacherRequest.shape.apiKey.nullable(),
  apiKeyEnv: AddTeacherRequest.shape.apiKeyEnv.nullable(),
  slots: slots.optional(),
  requestsPerMinute,
  tokensPerMinute,
  timeoutSeconds: timeoutSeconds.optional(),
  extraFields: ExtraFields.optional(),
  headers: HeaderChanges.optional(),
  ...thinking,
  structuredOutput: StructuredOutput.optional(),
  ownPrice: OwnPrice.nullable().optional(),
  testReceipt,
});
export type UpdateTeacherRequest = z.infer<typeof UpdateTeacherRequest>;

/** The settings that can be tested before a teacher is saved. */
export const TestTeacherRequest = AddTeacherRequest.pick({
  baseUrl: true,
  otherUrls: true,
  apiKey: true,
  apiKeyEnv: true,
}).extend({
  extraFields: ExtraFields.optional(),
  headers: Headers.optional(),
  ...thinking,
  model: z.string().trim().max(limits.model).optional(),
});
export type TestTeacherRequest = z.infer<typeof TestTeacherRequest>;

/** A server that answered on this machine, with its models. */
export const FoundServer = z.object({ product: z.string(), baseUrl: z.string(), models: z.array(z.string()) });
export type FoundServer = z.infer<typeof FoundServer>;
export const FoundServers = z.object({ items: z.array(FoundServer) });
