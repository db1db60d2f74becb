import type { Database } from '@/prisma/client';
import type { Actor } from '../../accounts/contract';
import { DomainError } from '../../errors';
import type { TeacherTest, TestTeacherRequest, TriedTeacher } from '../contract-teachers';
import type { TeacherAccess } from '../teacher/access';
import { adaptationsInWords } from '../teacher/adaptations';
import { otherUrlsOf } from '../teacher/addresses';
import { clientsOf } from '../teacher/clients';
import { baseUrlOf } from '../teacher/endpoint';
import { checkedKey } from '../teacher/keys';
import { openAiCompatible, type OpenAiCompatible } from '../teacher/openai-compatible';
import { proxyOf } from '../teacher/proxy';
import { TeacherError } from '../teacher/teacher';
import { sealTest } from '../teacher/test-receipt';
import { getTeacher, keepTest, refuseVariable, rulesFor } from '../teacher/teachers';
import { askAsARun, type AskedAsARun } from './ask-as-a-run';

type Means = { access: TeacherAccess; signal: AbortSignal };

/** Tests a teacher: lists its models, makes the calls of a run, and stores the result with the teacher. */
export async function testTeacher(db: Database, teacherId: string, { access, signal }: Means): Promise<TeacherTest> {
  const { model } = await getTeacher(db, teacherId);
  const result = await clientsOf(db, teacherId, access).then(
    ({ client, others }) => probe(client, model, signal, others),
    (error: unknown) => failed(error, []),
  );
  await keepTest(db, teacherId, result);
  return result;
}

const TEST_TIMEOUT_MS = 60_000;

/**
 * The same before a teacher is saved: the request that saves it includes the receipt. Without a model it only lists
 * models.
 */
export async function tryTeacher(
  actor: Actor,
  request: TestTeacherRequest,
  { access, signal }: Means,
): Promise<TriedTeacher> {
  refuseVariable(actor, request.apiKeyEnv);
  const given = request.apiKey ?? (request.apiKeyEnv && access.variable(request.apiKeyEnv));
  if (request.apiKeyEnv && !given) {
    throw new DomainError(
      'invalid',
      `The variable ${request.apiKeyEnv} is not set where Seedleaf runs. Set it and start Seedleaf again.`,
    );
  }
  const { model = '', extraFields = {}, headers = {}, reasoningEffort, thinkingTokens } = request;
  const rules = rulesFor(actor, access);
  const baseUrl = baseUrlOf(request.baseUrl, rules);
  const connectTo = (url: string) =>
    openAiCompatible({
      baseUrl: url,
      model,
      apiKey: given ? checkedKey(given) : undefined,
      headers,
      timeoutMs: TEST_TIMEOUT_MS,
      slots: 1,
      rules,
      proxy: proxyOf(new URL(url), access.variable),
      extraFields,
      reasoningEffort,
      thinkingTokens,
    });
  const otherUrls = otherUrlsOf(baseUrl, request.otherUrls ?? [], rules);
  const client = connectTo(baseUrl);
  const test = await probe(client, model, signal, otherUrls.map(connectTo));
  if (model === '') return { ...test, receipt: null };
  const { apiKey, apiKeyEnv } = request;
  const tested = { test, adaptations: client.adaptations() };
  return {
    ...test,
    receipt: sealTest(access.key, { baseUrl, model, extraFields, apiKey, apiKeyEnv, headers }, tested),
  };
}

async function probe(
  client: OpenAiCompatible,
  model: string,
  signal: AbortSignal,
  others: OpenAiCompatible[],
): Promise<TeacherTest> {
  let models: string[] = [];
  try {
    const listed = await client.models(signal).catch(nothingIfUnlisted);
    models = listed?.map(({ id }) => id) ?? [];
    if (!model) return { ...nothingAsked, ok: true, message: modelsSentence(models), models, testedAt: now() };
    const asked = await askAsARun(client, signal);
    for (const other of others) await other.complete(greeting, signal);
    return {
      ok: asked.problem === null,
      message: asked.problem ?? answeredSentence(asked, model, models) + othersSentence(others.length),
      models,
      latencyMs: asked.latencyMs,
      answeredBy: asked.answeredBy,
      adapted: adaptationsInWords(client.adaptations()),
      replies: asked.replies,
      testedAt: now(),
    };
  } catch (error) {
    return failed(error, models);
  } finally {
    await Promise.all([client, ...others].map((each) => each.close()));
  }
}

/** Asked of each further address: the first one has shown what the model can do. */
const greeting = { messages: [{ role: 'user' as const, content: 'Say hello.' }], temperature: 0, maxTokens: 16 };

function othersSentence(count: number): string {
  if (count === 0) return '';
  return count === 1 ? ' The other address answered too.' : ` The ${count} other addresses answered too.`;
}

/** Some servers answer chats but list no models. That is no reason to reject them. */
function nothingIfUnlisted(error: unknown): null {
  if (error instanceof TeacherError && (error.kind === 'refused_request' || error.kind === 'bad_answer')) return null;
  throw error;
}

function modelsSentence(models: string[]): string {
  if (models.length === 0) return 'It answers, but lists no models. Enter the name of one.';
  return models.length === 1
    ? `It answers and offers one model: ${models[0]}.`
    : `It answers and offers ${models.length} models. Choose one.`;
}

function answeredSentence({ latencyMs, answeredBy, replies }: AskedAsARun, model: string, models: string[]): string {
  const sentences = [`It wrote a question and judged one; its first answer took ${(latencyMs / 1000).toFixed(1)} s.`];
  if (isAnotherModel(model, answeredBy)) {
    sentences.push(`Another model answered: ${answeredBy}, not ${model}. Samples will name ${answeredBy}.`);
  } else if (models.length > 0 && !models.includes(model)) {
    sentences.push(`It does not list “${model}” among its models, but accepts the name.`);
  }
  if (replies.some(({ thought }) => thought !== ''))
    sentences.push('It thinks before it answers; its thinking is kept apart from the answer.');
  return sentences.join(' ');
}

/** Servers may report a dated name, a path or a tag of the same model. That is not another model. */
function isAnotherModel(asked: string, answered: string): boolean {
  const plain = (name: string) =>
    name
      .toLowerCase()
      .replace(/^.*\//, '')
      .replace(/\.gguf$|:latest$/, '');
  const [a, b] = [plain(asked), plain(answered)];
  return !a.startsWith(b) && !b.startsWith(a);
}

function failed(error: unknown, models: string[]): TeacherTest {
  if (!(error instanceof DomainError)) throw error;
  return { ...nothingAsked, ok: false, message: error.message, models, testedAt: now() };
}

const nothingAsked = { latencyMs: null, answeredBy: null, adapted: [], replies: [] };

const now = () => new Date().toISOString();
