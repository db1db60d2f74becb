import { openAiCompatible } from '@/taxonomy/generation/teacher/openai-compatible';
import { proxyOf } from '@/taxonomy/generation/teacher/proxy';

// Sends one request to a teacher in a separate process, because Node reads NODE_EXTRA_CA_CERTS only at startup.
const [, , baseUrl = ''] = process.argv;
const teacher = openAiCompatible({
  baseUrl,
  model: 'm',
  rules: { innerHosts: ['*'], ownPorts: [], mayBeThisMachine: true },
  slots: 1,
  timeoutMs: 30_000,
  proxy: proxyOf(new URL(baseUrl), (name) => process.env[name]),
});
const request = { messages: [{ role: 'user' as const, content: 'Hi' }], temperature: 0, maxTokens: 16 };
try {
  const { text } = await teacher.complete(request, new AbortController().signal);
  process.stdout.write(text);
} catch (error) {
  process.stdout.write(error instanceof Error ? error.message : String(error));
} finally {
  await teacher.close();
}
