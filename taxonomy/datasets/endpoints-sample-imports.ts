import { z } from 'zod';
import { Id, page, PageQuery } from '../contract';
import { endpoint } from '../endpoint';
import { RefusedRow, SampleImport } from '../generation/contract-sample-imports';
import { ImportSamplesQuery, SamplesReport } from './contract-imported';

const importId = z.object({ importId: Id });

export const listSampleImports = endpoint({
  method: 'GET',
  path: '/api/v1/datasets/sample-imports',
  access: 'viewer',
  summary: 'List files that were imported into leaves, newest first.',
  query: PageQuery,
  response: page(SampleImport),
});

export const importSamples = endpoint({
  method: 'POST',
  path: '/api/v1/datasets/sample-imports',
  access: 'curator',
  summary:
    'Import a file (JSON lines, JSON, CSV or Parquet, as the file of a form) as samples of a leaf, to be reviewed. `isDryRun` only reports.',
  query: ImportSamplesQuery,
  body: 'multipart/form-data',
  response: SamplesReport,
});

export const getSampleImport = endpoint({
  method: 'GET',
  path: '/api/v1/datasets/sample-imports/{importId}',
  access: 'viewer',
  summary: 'Get an import into a leaf.',
  params: importId,
  response: SampleImport,
});

export const listRefusedRows = endpoint({
  method: 'GET',
  path: '/api/v1/datasets/sample-imports/{importId}/refused',
  access: 'viewer',
  summary: 'List the rows of an import that did not become samples, with the reason, in the order of the file.',
  params: importId,
  query: PageQuery,
  response: page(RefusedRow),
});

export const cancelSampleImport = endpoint({
  method: 'POST',
  path: '/api/v1/datasets/sample-imports/{importId}/cancel',
  access: 'curator',
  summary: 'Cancel an import that is adding its rows. What became a sample stays.',
  params: importId,
  response: SampleImport,
});
