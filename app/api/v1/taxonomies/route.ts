import { z } from 'zod';
import { handle } from '@/app/api/handle';
import { Taxonomy } from '@/taxonomy/tree/contract';
import { listTaxonomies } from '@/taxonomy/tree/nodes';

export const GET = handle({
  access: 'viewer',
  response: z.array(Taxonomy),
  run: ({ db }) => listTaxonomies(db),
});
