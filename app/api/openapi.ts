import { z } from 'zod';
import { Problem } from '@/taxonomy/contract';
import type { Endpoint } from '@/taxonomy/endpoint';

type Json = Record<string, unknown>;
type Method = Lowercase<Endpoint['method']>;

/** Builds an OpenAPI 3.1 document of the given endpoints, by name. */
export function openApiOf(endpoints: Record<string, Endpoint>) {
  const paths: Record<string, Partial<Record<Method, Operation>>> = {};
  for (const [name, endpoint] of Object.entries(endpoints)) {
    paths[endpoint.path] = { ...paths[endpoint.path], [endpoint.method.toLowerCase()]: operationOf(name, endpoint) };
  }
  return {
    openapi: '3.1.0',
    info: { title: 'Seedleaf', version: '1', description: 'The API used by Seedleaf’s pages.' },
    paths,
    components: {
      schemas: { Problem: schemaOf(Problem, 'output') },
      securitySchemes: { session: { type: 'apiKey', in: 'cookie', name: 'seedleaf.session_token' } },
    },
  } as const;
}

type Operation = ReturnType<typeof operationOf>;

function operationOf(name: string, { path, summary, access, params, query, body, response }: Endpoint) {
  return {
    operationId: name,
    // The resource: /api/v1/<resource>/…
    tags: [path.split('/')[3] ?? 'about'],
    summary,
    description: access === 'anybody' ? 'Public.' : `Requires the role ${access} or a stronger one.`,
    security: access === 'anybody' ? [] : [{ session: [] }],
    parameters: [...parametersOf('path', params), ...parametersOf('query', query)],
    ...(body && { requestBody: { required: true, content: contentOf(body, 'input') } }),
    responses: {
      200: { description: 'Success.', content: contentOf(response, 'output') },
      default: {
        description: 'Error. `message` says why, and what to do.',
        content: { 'application/json': { schema: { $ref: '#/components/schemas/Problem' } } },
      },
    },
  };
}

const Fields = z.object({ properties: z.record(z.string(), z.unknown()), required: z.array(z.string()).default([]) });

function parametersOf(place: 'path' | 'query', object: z.ZodObject | undefined): Json[] {
  if (!object) return [];
  const { properties, required } = Fields.parse(schemaOf(object, 'input'));
  return Object.entries(properties).map(([name, schema]) => ({
    name,
    in: place,
    required: place === 'path' || required.includes(name),
    schema,
  }));
}

const binary = { type: 'string', contentMediaType: 'application/octet-stream' } as const;
const schemaOfMedia = {
  'multipart/form-data': { type: 'object', properties: { file: binary }, required: ['file'] },
  'application/octet-stream': binary,
  'application/zip': { type: 'string', contentMediaType: 'application/zip' },
  'text/csv': { type: 'string', contentMediaType: 'text/csv' },
  'text/event-stream': { type: 'string' },
} as const;

const contentOf = (type: z.ZodType | keyof typeof schemaOfMedia, io: 'input' | 'output'): Json =>
  typeof type === 'string'
    ? { [type]: { schema: schemaOfMedia[type] } }
    : { 'application/json': { schema: schemaOf(type, io) } };

/** Fields with a default are optional in requests and always present in responses. */
function schemaOf(schema: z.ZodType, io: 'input' | 'output'): Json {
  const { $schema: _dialect, ...json } = z.toJSONSchema(schema, { io, unrepresentable: 'any' });
  return json;
}
