import { z } from 'zod';
import { Empty, Id, NodeId, page, PageQuery } from '../contract';
import { endpoint } from '../endpoint';
import { ChangedRow, Standing, VersionChanges } from './contract-changes';
import {
  Dataset,
  Export,
  ExportRequest,
  ImportedSet,
  LatestVersion,
  PreviewRequest,
  PublishPreview,
  PublishRequest,
  VersionCard,
  VersionDetail,
  VersionRow,
  VersionSummary,
} from './contract';
import { LeafCount, Split } from './contract-counts';
import { ExportPreview } from './contract-export';
import { ImportReport, ImportSetQuery } from './contract-imported';
import { PhaseKey } from './contract-recipe';

const versionId = z.object({ versionId: Id });

export const listDatasets = endpoint({
  method: 'GET',
  path: '/api/v1/datasets',
  access: 'viewer',
  summary: 'List datasets.',
  query: PageQuery,
  response: page(Dataset),
});

export const listImportedSets = endpoint({
  method: 'GET',
  path: '/api/v1/datasets/imported',
  access: 'viewer',
  summary: 'List imported datasets that are ready, by name.',
  query: PageQuery,
  response: page(ImportedSet),
});

export const importSet = endpoint({
  method: 'POST',
  path: '/api/v1/datasets/imported',
  access: 'curator',
  summary:
    'Import a file of conversations (JSON lines, JSON, CSV or Parquet, as the file of a form), to be replayed. `isDryRun` only reports.',
  query: ImportSetQuery,
  body: 'multipart/form-data',
  response: ImportReport,
});

export const removeImportedSet = endpoint({
  method: 'DELETE',
  path: '/api/v1/datasets/imported/{setId}',
  access: 'curator',
  summary: 'Remove an imported dataset that no version repeats.',
  params: z.object({ setId: Id }),
  response: Empty,
});

export const getLatestVersion = endpoint({
  method: 'GET',
  path: '/api/v1/datasets/latest',
  access: 'viewer',
  summary: 'Get the latest version of a dataset, by name.',
  query: z.object({ name: z.string().trim().min(1).max(100) }),
  response: LatestVersion,
});

export const previewVersion = endpoint({
  method: 'POST',
  path: '/api/v1/datasets/preview',
  access: 'viewer',
  summary: 'Preview the result of publishing. Changes nothing; it is a POST because a recipe is too long for a URL.',
  body: PreviewRequest,
  response: PublishPreview,
});

export const listVersions = endpoint({
  method: 'GET',
  path: '/api/v1/datasets/versions',
  access: 'viewer',
  summary: 'List dataset versions, newest first.',
  query: PageQuery,
  response: page(VersionSummary),
});

export const publishVersion = endpoint({
  method: 'POST',
  path: '/api/v1/datasets/versions',
  access: 'curator',
  summary: 'Publish a dataset version.',
  body: PublishRequest,
  response: VersionSummary,
});

export const getVersion = endpoint({
  method: 'GET',
  path: '/api/v1/datasets/versions/{versionId}',
  access: 'viewer',
  summary: 'Get a dataset version.',
  params: versionId,
  response: VersionDetail,
});

export const getVersionCard = endpoint({
  method: 'GET',
  path: '/api/v1/datasets/versions/{versionId}/card',
  access: 'viewer',
  summary: 'Get the data card of a version.',
  params: versionId,
  response: VersionCard,
});

export const getVersionChanges = endpoint({
  method: 'GET',
  path: '/api/v1/datasets/versions/{versionId}/changes',
  access: 'viewer',
  summary: 'Compare a version with another one; by default with the one before it.',
  params: versionId,
  query: z.object({ against: Id.optional() }),
  response: VersionChanges,
});

export const listChangedRows = endpoint({
  method: 'GET',
  path: '/api/v1/datasets/versions/{versionId}/changes/rows',
  access: 'viewer',
  summary: 'List the samples that a version and another one differ in, with both texts.',
  params: versionId,
  query: PageQuery.extend({ against: Id, leaf: NodeId.optional() }),
  response: page(ChangedRow),
});

export const getVersionStanding = endpoint({
  method: 'GET',
  path: '/api/v1/datasets/versions/{versionId}/standing',
  access: 'viewer',
  summary: 'Count what has happened to the samples of a version since.',
  params: versionId,
  response: Standing,
});

export const listVersionLeaves = endpoint({
  method: 'GET',
  path: '/api/v1/datasets/versions/{versionId}/leaves',
  access: 'viewer',
  summary: 'List the leaves of a version, by number of rows.',
  params: versionId,
  query: PageQuery,
  response: page(LeafCount),
});

export const listVersionRows = endpoint({
  method: 'GET',
  path: '/api/v1/datasets/versions/{versionId}/rows',
  access: 'viewer',
  summary: 'List the rows of a phase and split, in the order of the export.',
  params: versionId,
  query: PageQuery.extend({ phase: PhaseKey, split: Split.default('train') }),
  response: page(VersionRow),
});

export const previewExport = endpoint({
  method: 'GET',
  path: '/api/v1/datasets/versions/{versionId}/preview',
  access: 'viewer',
  summary: 'Get the first rows of a phase and split, exactly as an export in a format writes them.',
  params: versionId,
  query: z.object({
    format: z.string().min(1).max(50),
    phase: PhaseKey,
    split: Split.default('train'),
    limit: z.coerce.number<number | string>().int().min(1).max(100).default(100),
  }),
  response: ExportPreview,
});

export const requestExport = endpoint({
  method: 'POST',
  path: '/api/v1/datasets/versions/{versionId}/exports',
  access: 'curator',
  summary: 'Export a version in a format.',
  params: versionId,
  body: ExportRequest,
  response: Export,
});

export const downloadFile = endpoint({
  method: 'GET',
  path: '/api/v1/datasets/versions/{versionId}/files/{exportId}/{name}',
  access: 'viewer',
  summary: 'Download an exported file. A download that broke off can be continued (Range, If-Range with the ETag).',
  params: z.object({ versionId: Id, exportId: Id, name: z.string().max(200) }),
  response: 'application/octet-stream',
});

export const downloadAllFiles = endpoint({
  method: 'GET',
  path: '/api/v1/datasets/versions/{versionId}/files/{exportId}',
  access: 'viewer',
  summary:
    'Download all files of an export as one .zip, which is made while it is sent, so that it cannot be continued.',
  params: z.object({ versionId: Id, exportId: Id }),
  response: 'application/zip',
});
