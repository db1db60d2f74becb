import { handle } from '@/app/api/handle';
import * as endpoints from '@/taxonomy/tree/endpoints';
import { listTaxonomies } from '@/taxonomy/tree/nodes';

export const GET = handle(endpoints.listTaxonomies, ({ db }) => listTaxonomies(db));
