import { handle } from '@/app/api/handle';
import { env } from '@/env';
import * as endpoints from '@/taxonomy/documents/endpoints';
import { queueFetch } from '@/taxonomy/documents/fetch';
import { protocolsFrom } from '@/taxonomy/documents/git-reference';

export const POST = handle(endpoints.fetchDocuments, ({ db, actor, params }) =>
  queueFetch(db, { actor, leafId: params.nodeId, protocols: protocolsFrom(env.SEEDLEAF_GIT_PROTOCOLS) }),
);
