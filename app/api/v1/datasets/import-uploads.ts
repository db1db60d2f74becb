import path from 'node:path';
import { Limiter } from '@/app/api/limiter';
import { openOneFile } from '@/app/api/one-file';
import { env } from '@/env';
import type { ImportFile } from '@/taxonomy/datasets/imported/open-file';

const uploads = new Limiter({ atOnce: 2, samePerson: 'in turn' });

/** Gives the file of a request to `use`; few are read at once. */
export const withImportFile = <T>(
  request: Request,
  personId: string,
  use: (file: ImportFile) => Promise<T>,
): Promise<T> =>
  uploads.run({ personId, signal: request.signal }, async () =>
    use({ ...(await openOneFile(request)), scratch: path.join(env.SEEDLEAF_HOME, 'imports') }),
  );
