import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { openApiOf } from '@/app/api/openapi';
import { endpoints } from '@/taxonomy/endpoints';

const text = { type: 'string', minLength: 1 };
const closed = (properties: object, required: string[]) => ({
  type: 'object',
  properties,
  required,
  additionalProperties: false,
});
const content = {
  type: 'object',
  minProperties: 1,
  additionalProperties: closed({ schema: { $ref: 'https://json-schema.org/draft/2020-12/schema' } }, ['schema']),
};

/** OpenAPI 3.1.0's rules for the parts that the document uses; it may contain nothing else. */
const operation = closed(
  {
    operationId: text,
    tags: { type: 'array', items: text, minItems: 1 },
    summary: text,
    description: text,
    security: { type: 'array', items: closed({ session: { type: 'array', maxItems: 0 } }, ['session']) },
    parameters: {
      type: 'array',
      items: closed(
        {
          name: text,
          in: { enum: ['path', 'query'] },
          required: { type: 'boolean' },
          schema: { $ref: 'https://json-schema.org/draft/2020-12/schema' },
        },
        ['name', 'in', 'required', 'schema'],
      ),
    },
    requestBody: closed({ required: { const: true }, content }, ['content']),
    responses: {
      type: 'object',
      propertyNames: { pattern: '^([1-5][0-9]{2}|default)$' },
      minProperties: 1,
      additionalProperties: closed({ description: text, content }, ['description']),
    },
  },
  ['operationId', 'responses'],
);
const OpenApi = closed(
  {
    openapi: { const: '3.1.0' },
    info: closed({ title: text, version: text, description: text }, ['title', 'version']),
    paths: {
      type: 'object',
      propertyNames: { pattern: '^/' },
      additionalProperties: {
        type: 'object',
        propertyNames: { enum: ['get', 'put', 'post', 'patch', 'delete'] },
        additionalProperties: operation,
      },
    },
    components: closed({ schemas: { type: 'object' }, securitySchemes: { type: 'object' } }, []),
  },
  ['openapi', 'info', 'paths'],
);

const document = openApiOf(endpoints);
const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, each]) => ({ path, method, ...each })),
);

describe('the OpenAPI document', () => {
  it('is valid OpenAPI 3.1, including every schema', () => {
    const ajv = new Ajv2020({ strict: false });
    expect(ajv.validate(OpenApi, document), ajv.errorsText()).toBe(true);
  });

  it('contains every endpoint once, by its own name', () => {
    const names = operations.map((each) => each.operationId);
    expect(names.toSorted()).toEqual(Object.keys(endpoints).toSorted());
  });

  it('declares each parameter of a path, as required', () => {
    const Parameters = z.array(z.object({ name: z.string(), in: z.string(), required: z.boolean() }));
    for (const { path, parameters } of operations) {
      const declared = Parameters.parse(parameters).filter((one) => one.in === 'path');
      expect(declared.map(({ name }) => `{${name}}`)).toEqual(path.match(/\{\w+\}/g) ?? []);
      expect(declared.every(({ required }) => required)).toBe(true);
    }
  });

  it('makes fields with a default optional in requests, and required in responses', () => {
    const { query } = endpoints.listRuns;
    const listRuns = JSON.stringify(document.paths['/api/v1/runs']?.get);
    expect(query.parse({}).limit).toBe(50);
    expect(listRuns).toContain('"name":"limit","in":"query","required":false');
    expect(listRuns).toContain('"required":["items","nextCursor"]');
  });
});
