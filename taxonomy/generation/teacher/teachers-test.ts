import type { Database } from '@/prisma/client';
import type { Actor } from '../../accounts/contract';
import { DomainError } from '../../errors';
import type { TeacherTest, TestTeacherRequest } from '../contract';
import { baseUrlOf } from './endpoint';
import { openAiCompatible, type OpenAiCompatible } from './openai-compatible';
import { TeacherError } from './teacher';
import { checkedKey, clientOf, getTeacher, refuseVariable, type NamedVariable } from './teachers';
import { saveTeacherTest } from './teacher-repository';

type Means = { key: Buffer; namedVariable: NamedVariable; signal: AbortSignal };

/** Asks a teacher for its models and one small answer, and keeps what came of it with the teacher. */
export async function testTeacher(db: Database, teacherId: string, means: Means): Promise<TeacherTest> {
  const { model } = await getTeacher(db, teacherId);
  const result = await clientOf(db, teacherId, means.key, means.namedVariable).then(
    (client) => probe(client, model, means.signal),
    (error: unknown) => failed(error, []),
  );
  await saveTeacherTest(db, teacherId, result);
  return result;
}

const TEST_TIMEOUT_MS = 30_000;

/** The same before a teacher is saved. Without a model it only asks which there are. */
export async function tryTeacher(
  actor: Actor,
  request: TestTeacherRequest,
  means: Omit<Means, 'key'>,
): Promise<TeacherTest> {
  refuseVariable(actor, request.apiKeyEnv);
  const given = request.apiKey ?? (request.apiKeyEnv && means.namedVariable(request.apiKeyEnv));
  if (request.apiKeyEnv && !given) {
    throw new DomainError(
      'invalid',
      `The variable ${request.apiKeyEnv} is not set where Seedleaf runs. Set it and start Seedleaf again.`,
    );
  }
  const model = request.model ?? '';
  const client = openAiCompatible({
    baseUrl: baseUrlOf(request.baseUrl),
    model,
    apiKey: given ? checkedKey(given) : undefined,
    timeoutMs: TEST_TIMEOUT_MS,
    slots: 1,
  });
  return probe(client, model, means.signal);
}

async function probe(client: OpenAiCompatible, model: string, signal: AbortSignal): Promise<TeacherTest> {
  let models: string[] = [];
  try {
    const listed = await client.models(signal).catch(nothingIfUnlisted);
    models = listed?.map(({ id }) => id) ?? [];
    if (!model) return testResult(true, modelsSentence(models), models, null);
    const { latencyMs, finishReason, text } = await client.complete(hello, signal);
    return testResult(
      true,
      answeredSentence(latencyMs, model, models, finishReason === 'length' && !text),
      models,
      latencyMs,
    );
  } catch (error) {
    return failed(error, models);
  } finally {
    await client.close();
  }
}

const hello = {
  messages: [{ role: 'user' as const, content: 'Answer with the one word: ready' }],
  temperature: 0,
  maxTokens: 32,
};

/** Some servers answer chats but list no models: no reason to turn them down. */
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

function answeredSentence(latencyMs: number, model: string, models: string[], isSilent: boolean): string {
  const seconds = (latencyMs / 1000).toFixed(1);
  const unlisted =
    models.length > 0 && !models.includes(model)
      ? ` It does not list “${model}” among its models, but takes the name.`
      : '';
  const silent = isSilent
    ? ' It used up 32 tokens before it said a word: a model that thinks first needs more time and tokens.'
    : '';
  return `It answered in ${seconds} s.${unlisted}${silent}`;
}

function failed(error: unknown, models: string[]): TeacherTest {
  if (!(error instanceof DomainError)) throw error;
  return testResult(false, error.message, models, null);
}

const testResult = (ok: boolean, message: string, models: string[], latencyMs: number | null): TeacherTest => ({
  ok,
  message,
  models,
  latencyMs,
  testedAt: new Date().toISOString(),
});
