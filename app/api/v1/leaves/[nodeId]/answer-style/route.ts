import { handle } from '@/app/api/handle';
import { getAnswerStyle, setAnswerStyle } from '@/taxonomy/generation/answer-style/answer-style';
import * as endpoints from '@/taxonomy/generation/endpoints';

export const GET = handle(endpoints.getAnswerStyle, ({ db, params }) => getAnswerStyle(db, params.nodeId));

export const PUT = handle(endpoints.setAnswerStyle, ({ db, actor, params, body }) =>
  setAnswerStyle(db, actor, params.nodeId, body),
);
