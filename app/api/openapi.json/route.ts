import { handle } from '@/app/api/handle';
import { openApiOf } from '@/app/api/openapi';
import { endpoints } from '@/taxonomy/endpoints';

export const GET = handle(endpoints.getOpenApi, () => Promise.resolve(openApiOf(endpoints)));
