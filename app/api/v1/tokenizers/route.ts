import { handle } from '@/app/api/handle';
import { Limiter } from '@/app/api/limiter';
import { readNamedFiles } from '@/app/api/named-files';
import * as endpoints from '@/taxonomy/datasets/endpoints-student';
import { addTokenizer, listTokenizers } from '@/taxonomy/datasets/student/tokenizers';
import { maxTokenizerBytes, maxTokenizerConfigBytes } from '@/taxonomy/datasets/vocabulary-student';
import { DomainError } from '@/taxonomy/errors';

const uploads = new Limiter({ atOnce: 1, samePerson: 'in turn' });

export const GET = handle(endpoints.listTokenizers, async ({ db }) => ({ items: await listTokenizers(db) }));

export const POST = handle(endpoints.addTokenizer, ({ db, actor, query, request }) =>
  uploads.run({ personId: actor.id, signal: request.signal }, async () => {
    const files = await readNamedFiles(request, {
      'tokenizer.json': maxTokenizerBytes,
      'tokenizer_config.json': maxTokenizerConfigBytes,
      'chat_template.jinja': maxTokenizerConfigBytes,
    });
    const tokenizer = files.get('tokenizer.json');
    if (!tokenizer) throw new DomainError('invalid', 'There is no tokenizer.json in the request. Send it.');
    const config = files.get('tokenizer_config.json') ?? null;
    return addTokenizer(db, actor, query, {
      tokenizer,
      config,
      chatTemplate: files.get('chat_template.jinja') ?? null,
    });
  }),
);
