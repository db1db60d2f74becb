import { describe, expect, it } from 'vitest';
import { saidIn } from '@/taxonomy/generation/teacher/said';

describe("a server's message about its failure", () => {
  it.each([
    ['{"error":{"message":"too\\nmany"}}', 'too many'],
    ['{"error":"plain"}', 'plain'],
    ['{"detail":"Not Found"}', 'Not Found'],
    ['{"message":"gone"}', 'gone'],
    [
      '<html><head><title>502 Bad Gateway</title><style>a{}</style></head><body><h1>nginx</h1></body></html>',
      '502 Bad Gateway nginx',
    ],
    [
      '{"detail":[{"loc":["body","seed"],"msg":"Extra inputs are not permitted"}]}',
      'body.seed: Extra inputs are not permitted',
    ],
    ['{"message":{"detail":[{"loc":["body","stream"],"msg":"No"}]},"type":"x"}', 'body.stream: No'],
    [
      '[{"error":{"code":400,"message":"Developer instruction is not enabled"}}]',
      'Developer instruction is not enabled',
    ],
    ['{"error":{"message":"Not known.","param":"top_k"}}', 'top_k: Not known.'],
    ['{"error":{"message":"{\\"error\\":{\\"message\\":\\"inner\\"}}"}}', 'inner'],
    ['{"error":["one","two"]}', 'one; two'],
    ['{"type":"error","error":{"type":"invalid","message":"temperature: too high"}}', 'temperature: too high'],
    ['upstream gone', 'upstream gone'],
    ['{"error":{"deep":1}}', ''],
    ['{"fault":{"faultstring":"Invalid key","detail":{"errorcode":"x"}}}', 'Invalid key'],
    ['{"base_resp":{"status_code":1004,"status_msg":"login fail"}}', 'login fail'],
    ['{"success":false,"errorMessage":"nope"}', 'nope'],
    ['{"response":{"Error":"inside"}}', 'inside'],
    [
      '{"error":{"message":"Provider returned error","metadata":{"raw":"{\\"detail\\":\\"no seed\\"}"}}}',
      'Provider returned error: no seed',
    ],
  ])('is found in %s', (body, said) => expect(saidIn(body)).toBe(said));
});

describe('a refusal that lists what is wrong by field', () => {
  it.each([
    [{ errors: { max_tokens: ['must be less than 1024'] } }, 'max_tokens: must be less than 1024'],
    [{ max_tokens: ['too large'], seed: ['unknown'] }, 'max_tokens: too large; seed: unknown'],
  ])('is reported field by field', (body, said) => expect(saidIn(JSON.stringify(body))).toBe(said));
});
