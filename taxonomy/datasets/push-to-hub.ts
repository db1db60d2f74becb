import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { commit, createRepo, HubApiError, listFiles, type CommitOperation } from '@huggingface/hub';
import { DomainError } from '../errors';

const HUB = 'https://huggingface.co';

/** Where a dataset is pushed to, and as whom. */
export type HubTarget = {
  /** ORG/NAME. */
  name: string;
  token: string;
  /** Another Hub; that of Hugging Face by default. */
  hubUrl?: string | undefined;
  /** Of a repository that does not exist yet. */
  isPublic: boolean;
};

/** Reads `hf:ORG/NAME`. @throws DomainError `invalid` */
export function readHubName(text: string): string {
  const [, name] = /^hf:([\w.-]{1,96}\/[\w.-]{1,96})$/.exec(text) ?? [];
  if (name === undefined || name.includes('..'))
    throw new DomainError('invalid', `“${text.slice(0, 200)}” is no place on the Hub. Write it as hf:ORG/NAME.`);
  return name;
}

/**
 * Puts the files of an export into a dataset repository on the Hugging Face Hub, in one commit. The repository is created
 * if there is none. Parquet files of earlier pushes that this export does not have are removed, because loaders would read
 * them too.
 *
 * @param files Paths in the folder, with forward slashes.
 * @returns The address of the dataset.
 * @throws DomainError `invalid` for a token that is none; `forbidden` when the Hub refuses it; `unavailable` when the Hub
 * cannot be reached or answers with an error.
 */
export async function pushToHub(
  { folder, files, title }: { folder: string; files: readonly string[]; title: string },
  { name, token, hubUrl = HUB, isPublic }: HubTarget,
  signal?: AbortSignal,
): Promise<{ url: string; commit: string }> {
  if (!token.startsWith('hf_'))
    throw new DomainError('invalid', 'The token does not begin with hf_. Make one with write access at the Hub.');
  const repo = { type: 'dataset', name } as const;
  const access = { accessToken: token, hubUrl };
  try {
    await createRepo({ repo, visibility: isPublic ? 'public' : 'private', ...access }).catch((error: unknown) => {
      if (!isStatus(error, 409)) throw error;
    });
    const operations: CommitOperation[] = files.map((file) => ({
      operation: 'addOrUpdate',
      path: file,
      content: pathToFileURL(path.join(folder, file)),
    }));
    const kept = new Set(files);
    for await (const { path: file, type } of listFiles({ repo, recursive: true, ...access }))
      if (type === 'file' && isShard(file) && !kept.has(file)) operations.push({ operation: 'delete', path: file });
    const done = await commit({ repo, title, operations, ...access, ...(signal && { abortSignal: signal }) });
    if (!done) throw new Error('The Hub made no commit of the files.');
    return { url: `${hubUrl}/datasets/${name}`, commit: done.commit.oid };
  } catch (error) {
    throw refusalOf(error, { name, hubUrl });
  }
}

/** A file of an earlier push, by its name. */
const isShard = (file: string): boolean => /^data\/.+-\d{5}-of-\d{5}\.parquet$/.test(file);

const isStatus = (error: unknown, ...statuses: number[]): error is HubApiError =>
  error instanceof HubApiError && statuses.includes(error.statusCode);

function refusalOf(cause: unknown, { name, hubUrl }: { name: string; hubUrl: string }): unknown {
  if (isStatus(cause, 401, 403))
    return new DomainError('forbidden', `The Hub refused the token for ${name}. Use one with write access to it.`, {
      cause,
    });
  if (cause instanceof HubApiError)
    return new DomainError('unavailable', `The Hub answered ${cause.statusCode}: ${cause.message}. Try again.`, {
      cause,
    });
  if (cause instanceof TypeError && cause.message === 'fetch failed')
    return new DomainError('unavailable', `${hubUrl} cannot be reached. Check the network, then try again.`, { cause });
  return cause;
}
