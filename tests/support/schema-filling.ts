import { z } from 'zod';

/**
 * A value of a schema, and the same value with one of its texts replaced. `field` is that text's path, as zod writes
 * it.
 */
export type Filling = { field: string; whole: unknown; with: (text: string) => unknown };

type Keys = (string | number)[];

const Schema: z.ZodType<Schema> = z.lazy(() =>
  z.object({
    type: z.string().optional(),
    properties: z.record(z.string(), Schema).optional(),
    items: Schema.optional(),
    anyOf: z.array(Schema).optional(),
    oneOf: z.array(Schema).optional(),
    enum: z.array(z.unknown()).optional(),
    const: z.unknown().optional(),
    format: z.string().optional(),
  }),
);
type Schema = {
  type?: string | undefined;
  properties?: Record<string, Schema> | undefined;
  items?: Schema | undefined;
  anyOf?: Schema[] | undefined;
  oneOf?: Schema[] | undefined;
  enum?: unknown[] | undefined;
  const?: unknown;
  format?: string | undefined;
};

/** One filling for every text field of a schema, in each of its alternatives. */
export function fillingsOf(schema: z.ZodType): Filling[] {
  const json = Schema.parse(z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }));
  return wholesOf(json).flatMap((whole) =>
    placesOf(whole).map((keys) => ({
      field: z.core.toDotPath(keys),
      whole,
      with: (text: string) => replaced(whole, keys, text),
    })),
  );
}

/** Values that contain every field; one for each alternative. */
function wholesOf(schema: Schema): unknown[] {
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices) return choices.flatMap(wholesOf);
  if (schema.const !== undefined) return [schema.const];
  if (schema.enum) return schema.enum.slice(0, 1);
  if (schema.properties) return objectsOf(Object.entries(schema.properties));
  if (schema.type === 'array') return schema.items ? wholesOf(schema.items).map((each) => [each]) : [[]];
  if (schema.type === 'integer' || schema.type === 'number') return [1];
  if (schema.type === 'boolean') return [true];
  if (schema.type === 'null') return [null];
  if (schema.type === 'object') return [{}];
  return [schema.format === 'uuid' ? '0190c1f2-0000-7000-8000-000000000001' : 'abcdefabcdef'];
}

/** As many objects as the field with the most alternatives has. */
function objectsOf(fields: [string, Schema][]): unknown[] {
  const alternatives = fields.map(([name, schema]): [string, unknown[]] => [name, wholesOf(schema)]);
  const most = Math.max(1, ...alternatives.map(([, values]) => values.length));
  return Array.from({ length: most }, (_, n) =>
    Object.fromEntries(alternatives.map(([name, values]) => [name, values[n % values.length]])),
  );
}

function placesOf(value: unknown, keys: Keys = []): Keys[] {
  if (typeof value === 'string') return [keys];
  if (Array.isArray(value)) return value.flatMap((each, index) => placesOf(each, [...keys, index]));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, each]) => placesOf(each, [...keys, name]));
}

function replaced(value: unknown, [key, ...more]: Keys, text: string): unknown {
  if (key === undefined) return text;
  if (Array.isArray(value)) return value.map((each, index) => (index === key ? replaced(each, more, text) : each));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, each]) => [name, name === key ? replaced(each, more, text) : each]),
  );
}
