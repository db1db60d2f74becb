import type { Db } from '@/prisma/client';
import { Prisma } from '@/prisma/generated/client';
import { DomainError } from '../../errors';
import { Capabilities } from '../contract-capabilities';
import { ExtraFields, Teacher, TeacherTest } from '../contract-teachers';
import type { OwnPrice } from '../contract-prices';
import { Adaptations, adaptationsInWords, noAdaptations } from './adaptations';
import { priceOf } from './prices';

/** The address stored for the built-in practice teacher; its real address changes with each start. */
export const PRACTICE_ADDRESS = 'practice:';
const PRACTICE_SETTING = 'practice_teacher_url';
const MAX_TEACHERS = 500;

export type TeacherRow = {
  id: string;
  name: string;
  baseUrl: string;
  otherUrls: string[];
  model: string;
  apiKeySealed: string | null;
  apiKeyEnv: string | null;
  isPractice: boolean;
  slots: number;
  requestsPerMinute: number | null;
  tokensPerMinute: number | null;
  timeoutSeconds: number;
  lastTest: Prisma.JsonValue;
  adaptations: Prisma.JsonValue;
  extraFields: Prisma.JsonValue;
  headersSealed: string | null;
  headerNames: string[];
  capabilities: Prisma.JsonValue;
  structuredOutput: string;
  reasoningEffort: string | null;
  thinkingTokens: number | null;
  isOwners: boolean;
  inputPrice: number | null;
  outputPrice: number | null;
  removedAt: Date | null;
};

type Mapped = 'lastTest' | 'adaptations' | 'capabilities' | 'extraFields' | 'inputPrice' | 'outputPrice';
type Optional =
  | 'otherUrls'
  | 'requestsPerMinute'
  | 'tokensPerMinute'
  | 'headersSealed'
  | 'headerNames'
  | 'structuredOutput'
  | 'reasoningEffort'
  | 'thinkingTokens';
export type TeacherData = Omit<TeacherRow, 'id' | 'removedAt' | Mapped | Optional> & {
  otherUrls?: string[] | undefined;
  requestsPerMinute?: number | null | undefined;
  tokensPerMinute?: number | null | undefined;
  headersSealed?: string | null;
  headerNames?: string[];
  structuredOutput?: Teacher['structuredOutput'] | undefined;
  reasoningEffort?: Teacher['reasoningEffort'] | undefined;
  thinkingTokens?: number | null | undefined;
  extraFields: ExtraFields;
  ownPrice: OwnPrice | null;
};

/** A teacher without its secrets: whether it has a key, never the key. */
export function toTeacher(teacher: TeacherRow): Teacher {
  const { apiKeySealed, apiKeyEnv, headersSealed: _, lastTest, baseUrl, model, ...row } = teacher;
  const isBuiltIn = baseUrl === PRACTICE_ADDRESS;
  const ownPrice = ownPriceOf(teacher);
  return Teacher.parse({
    ...row,
    ...priceOf({ baseUrl, model, ownPrice, isBuiltIn }, new Date()),
    ownPrice,
    model,
    baseUrl: isBuiltIn ? 'built in' : baseUrl,
    key: apiKeyEnv ? 'environment' : apiKeySealed ? 'stored' : 'none',
    keyEnv: apiKeyEnv,
    lastTest: TeacherTest.nullable().catch(null).parse(lastTest),
    capabilities: Capabilities.nullable().catch(null).parse(teacher.capabilities),
    adapted: adaptationsInWords(adaptationsOf(teacher)),
    extraFields: extraFieldsOf(teacher),
  });
}

export const adaptationsOf = ({ adaptations }: Pick<TeacherRow, 'adaptations'>): Adaptations =>
  Adaptations.catch(noAdaptations).parse(adaptations);

export const extraFieldsOf = ({ extraFields }: Pick<TeacherRow, 'extraFields'>): ExtraFields =>
  ExtraFields.catch({}).parse(extraFields);

const ownPriceOf = ({ inputPrice, outputPrice }: TeacherRow): OwnPrice | null =>
  inputPrice === null || outputPrice === null ? null : { input: inputPrice, output: outputPrice };

/** Stores what was learned about a teacher's server, unless the teacher has another address or model by now. */
export const saveAdaptations = async (
  db: Db,
  { id, baseUrl, model }: Pick<TeacherRow, 'id' | 'baseUrl' | 'model'>,
  adaptations: Adaptations,
): Promise<void> => {
  await db.teacher.updateMany({ where: { id, baseUrl, model }, data: { adaptations } });
};

export const listTeacherRows = (db: Db): Promise<TeacherRow[]> =>
  db.teacher.findMany({
    where: { removedAt: null },
    orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
    take: MAX_TEACHERS,
  });

/** Also finds removed ones: runs that use them may still be in progress. */
export const findTeacherRow = (db: Db, id: string): Promise<TeacherRow | null> =>
  db.teacher.findUnique({ where: { id } });

export const findTeacherRowByName = (db: Db, name: string): Promise<TeacherRow | null> =>
  db.teacher.findFirst({ where: { name: { equals: name, mode: 'insensitive' }, removedAt: null } });

export const findPracticeRow = (db: Db): Promise<TeacherRow | null> =>
  db.teacher.findFirst({ where: { baseUrl: PRACTICE_ADDRESS, removedAt: null } });

/** @throws DomainError `conflict` when there is already a teacher of that name. */
export const insertTeacher = (tx: Db, id: string, data: TeacherData): Promise<TeacherRow> =>
  tx.teacher.create({ data: { id, ...toColumns(data) } }).catch((error: unknown) => {
    throw nameTaken(error, data.name);
  });

/** @throws DomainError `not_found` for a removed one, `conflict` when the new name is taken. */
export async function changeTeacher(
  tx: Db,
  id: string,
  data: Partial<TeacherData> & { removedAt?: Date },
): Promise<void> {
  const changed = await tx.teacher
    .updateMany({ where: { id, removedAt: null }, data: toColumns(data) })
    .catch((error: unknown) => {
      throw nameTaken(error, data.name ?? '');
    });
  if (changed.count === 0) throw new DomainError('not_found', 'This teacher has been removed. Reload the page.');
}

/** Stores what a teacher's server can do, unless the teacher has another address or model by now. */
export const saveCapabilities = async (
  db: Db,
  { id, baseUrl, model }: Pick<TeacherRow, 'id' | 'baseUrl' | 'model'>,
  capabilities: Capabilities,
): Promise<void> => {
  await db.teacher.updateMany({ where: { id, baseUrl, model }, data: { capabilities } });
};

/** For another server or model: deletes what was learned, tested and probed of the old one. */
export const forgetServer = async (tx: Db, id: string): Promise<void> => {
  const data = { adaptations: {}, lastTest: Prisma.DbNull, capabilities: Prisma.DbNull };
  await tx.teacher.update({ where: { id }, data });
};

export const saveTeacherTest = async (db: Db, id: string, lastTest: TeacherTest): Promise<void> => {
  await db.teacher.updateMany({ where: { id }, data: { lastTest } });
};

/** Stores a test that was made before the teacher was saved, and what it learned. */
export const saveTested = async (
  tx: Db,
  id: string,
  { test: lastTest, adaptations }: { test: TeacherTest; adaptations: Adaptations },
): Promise<void> => {
  await tx.teacher.update({ where: { id }, data: { lastTest, adaptations } });
};

/** Where the built-in practice teacher listens, if it is running. */
export async function findPracticeUrl(db: Db): Promise<string | null> {
  const setting = await db.setting.findUnique({ where: { key: PRACTICE_SETTING } });
  return typeof setting?.value === 'string' && setting.value !== '' ? setting.value : null;
}

/** Set at each start of Seedleaf, because the port may change. */
export async function savePracticeUrl(db: Db, url: string): Promise<void> {
  const where = { key: PRACTICE_SETTING };
  await db.setting.upsert({ where, create: { ...where, value: url }, update: { value: url } });
}

/** The given fields as columns. */
function toColumns<Fields extends Partial<TeacherData>>({ extraFields, ownPrice, ...rest }: Fields) {
  return {
    ...rest,
    ...(extraFields && { extraFields: asJson(extraFields) }),
    ...(ownPrice !== undefined && { inputPrice: ownPrice?.input ?? null, outputPrice: ownPrice?.output ?? null }),
  };
}

const asJson = (fields: ExtraFields): Prisma.InputJsonObject => JSON.parse(JSON.stringify(fields));

function nameTaken(error: unknown, name: string): unknown {
  const isTaken = typeof error === 'object' && error !== null && 'code' in error && error.code === 'P2002';
  return isTaken
    ? new DomainError('conflict', `There is already a teacher named “${name}”. Choose another name.`)
    : error;
}
