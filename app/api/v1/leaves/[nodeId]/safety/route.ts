import { handle } from '@/app/api/handle';
import * as endpoints from '@/taxonomy/generation/endpoints';
import { getSafety, setSafety } from '@/taxonomy/generation/safety/exceptions';

export const GET = handle(endpoints.getSafety, ({ db, params }) => getSafety(db, params.nodeId));

export const PUT = handle(endpoints.setSafety, ({ db, actor, params, body }) =>
  setSafety(db, actor, params.nodeId, body),
);
