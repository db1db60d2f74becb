import { z } from 'zod';
import { handle } from '@/app/api/handle';
import { env } from '@/env';
import { NodeId } from '@/taxonomy/contract';
import { DocumentSource } from '@/taxonomy/documents/contract';
import { queueFetch } from '@/taxonomy/documents/fetch';
import { protocolsFrom } from '@/taxonomy/documents/git-reference';

export const POST = handle({
  access: 'curator',
  params: z.object({ nodeId: NodeId }),
  response: DocumentSource,
  run: ({ db, actor, params }) =>
    queueFetch(db, { actor, leafId: params.nodeId, protocols: protocolsFrom(env.SEEDLEAF_GIT_PROTOCOLS) }),
});
