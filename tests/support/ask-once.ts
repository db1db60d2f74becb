import { openAiCompatible } from '@/taxonomy/generation/teacher/openai-compatible';
import { proxyOf } from '@/taxonomy/generation/teacher/proxy';

// Asks the teacher at an address once, in a process of its own, since Node reads NODE_EXTRA_CA_CERTS only when it starts.
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
