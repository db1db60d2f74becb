import { handle } from '@/app/api/handle';
import { resetPassword } from '@/taxonomy/accounts/change-person';
import * as endpoints from '@/taxonomy/accounts/endpoints';

export const POST = handle(endpoints.resetPassword, ({ db, actor, params }) => resetPassword(db, actor, params.userId));
