import { describe, expect, it } from 'vitest';
import { failureOfStatus } from '@/taxonomy/generation/teacher/classify-failure';

const context = { host: 'teacher.test', model: 'asked-model' };
const failure = (status: number, said = '', retryAfter?: string) =>
  failureOfStatus(status, said, { ...context, retryAfter, body: `{"said":"${said}"}` });

describe('a refusal', () => {
  it.each([
    [400, 'No such field.', 'refused_request', /refused the request \(400\)\. It said: “No such field\.”$/],
    [400, 'The plain HTTP request was sent to HTTPS port', 'refused_request', /Begin the address with https:\/\//],
    [400, "This model's maximum context length is 4096 tokens", 'too_long', /does not fit the context of asked-model/],
    [401, 'Invalid key', 'auth', /does not accept the API key \(401\)\. It said: “Invalid key”\. Check/],
    [403, '', 'auth', /API key \(403\)\. Check/],
    [402, 'Pay', 'auth', /no credit left \(402\)/],
    [404, 'The model x does not exist', 'refused_request', /knows no model “asked-model” \(404\)/],
    [404, '', 'refused_request', /has no chat at this address \(404\)/],
    [405, '', 'refused_request', /has no chat at this address \(405\)/],
    [407, '', 'refused_request', /The proxy requires authentication/],
    [408, '', 'rate_limit', /asks for fewer requests \(408\)/],
    [413, '', 'too_long', /does not accept a request of this size \(413\)/],
    [413, 'prompt is too long', 'too_long', /does not fit the context/],
    [429, 'Slow down', 'rate_limit', /asks for fewer requests \(429\)/],
    [429, 'You exceeded your current quota', 'auth', /no credit left \(429\)/],
    [300, '', 'refused_request', /redirects to another address \(300\)/],
    [308, '', 'refused_request', /redirects to another address \(308\)/],
    [500, 'Oh!', 'overloaded', /failed \(500\)\. It said: “Oh!”$/],
    [501, '', 'refused_request', /cannot do this \(501\)/],
    [503, 'Loading model', 'loading', /is still loading the model \(503\)/],
    [500, 'Model is warming up', 'loading', /is still loading the model \(500\)/],
    [400, 'Loading model', 'refused_request', /refused the request/],
  ])('with %i and %j is %s, and says what to do', (status, said, kind, message) => {
    expect(failure(status, said)).toMatchObject({ kind, message: expect.stringMatching(message) });
  });

  it('is kept with its body where the request may be changed to fit', () => {
    for (const [status, said] of [
      [400, 'No seed.'],
      [400, 'max_tokens is too large'],
      [413, ''],
      [500, 'Template failed'],
    ] as const)
      expect(failure(status, said).options.refusal).toEqual({ said, body: `{"said":"${said}"}` });
  });
});

describe('the wait that a server asks for', () => {
  it.each([429, 503, 500])('is kept up to a minute, for %i', (status) => {
    expect(failure(status, 'loading', '2.5').options.retryAfterMs).toBe(2_500);
    expect(failure(status, 'loading', '60')).toMatchObject({
      options: { retryAfterMs: 60_000 },
      message: expect.not.stringContaining('Retry-After'),
    });
    expect(failure(status, 'loading', '3600')).toMatchObject({
      options: { retryAfterMs: 60_000 },
      message: expect.stringContaining('It asks to wait 3,600 s (Retry-After); Seedleaf asks again after 60 s.'),
    });
  });

  it.each([undefined, '', 'soon', '5 minutes'])('is not guessed from %j', (header) => {
    const { message, options } = failure(429, '', header);
    expect(options.retryAfterMs).toBeUndefined();
    expect(message).toBe('teacher.test asks for fewer requests (429).');
  });
});
