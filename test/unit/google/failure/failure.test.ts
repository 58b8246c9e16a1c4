import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { FailureCause } from '../../../../src/contract/keys.ts';
import type { Failure } from '../../../../src/contract/log.ts';
import { type FailureContext, networkFailure, readFailure } from '../../../../src/core/google/failure/failure.ts';
import { type ErrorKind, errorKinds, googleError } from '../../../fake-gemini/errors.ts';

interface Recording {
  /** Where the body was seen. */
  readonly source: string;
  readonly status: number;
  readonly headers?: Record<string, string>;
  readonly context: FailureContext;
  readonly body: unknown;
  readonly expected: Partial<Failure>;
}

const folder = new URL('../../../fixtures/failures/', import.meta.url);
const recordings = readdirSync(folder).map((file) => ({
  name: file.replace('.json', ''),
  recording: JSON.parse(readFileSync(new URL(file, folder), 'utf8')) as Recording,
}));

const asSent = (body: unknown): string => (typeof body === 'string' ? body : JSON.stringify(body, null, 2));

describe('a recorded failure', () => {
  it.each(recordings)('$name', ({ recording }) => {
    const { status, headers, context, body, expected } = recording;
    const { message, ...failure } = readFailure(status, asSent(body), new Headers(headers), context);
    const { message: expectedMessage, ...rest } = expected;
    expect(failure).toEqual(rest);
    if (expectedMessage !== undefined) expect(message).toBe(expectedMessage);
    expect(message).not.toContain(context.secret);
    expect(message).not.toMatch(/AIza|AQ\.|https?:\/\/[^/ ]*googleapis\.com/);
  });

  it.each(recordings)('$name, already parsed', ({ recording: { status, headers, context, body } }) => {
    const sent = readFailure(status, asSent(body), new Headers(headers), context);
    expect(readFailure(status, body, new Headers(headers), context)).toEqual(sent);
  });
});

describe('what the fake Gemini answers', () => {
  const others: Partial<Record<ErrorKind, FailureCause>> = {
    'minute-token-quota': 'minute-quota',
    'bare-429': 'minute-quota',
    'no-key': 'key-invalid',
    deadline: 'timeout',
  };

  it.each(errorKinds)('%s is read as what it stands for', (kind) => {
    const model = 'gemini-2.5-flash';
    const { status, body } = googleError(kind, { key: 'AIza-fixture', model, method: 'generateContent' });
    expect(readFailure(status, body, undefined, { model }).cause).toBe(others[kind] ?? kind);
  });
});

describe('the message', () => {
  const messageOf = (message: string, context: FailureContext = {}) =>
    readFailure(400, { error: { code: 400, message, status: 'INVALID_ARGUMENT' } }, undefined, context).message;

  it.each([
    ['a key by its value', 'bad key my-own-token-1', 'bad key ***'],
    ['a key by its value in a URL', 'bad key my-own-token-1%2F%3D', 'bad key ***%2F%3D'],
    ['any AI Studio key', 'see AIzaSyA0123456789_-abcdefghijklmnopqrst.', 'see ***.'],
    ['any authentication key', 'see AQ.Ab8RN6_x-0123456789', 'see ***'],
    ['any access token', 'token ya29.a0AfH6SMB_x.y-z012 is bad', 'token *** is bad'],
    ['a consumer', "Consumer 'api_key:whatever' failed", "Consumer 'api_key:***' failed"],
    ['a bearer token', 'Authorization: Bearer abc.def-ghi', 'Authorization: Bearer ***'],
    [
      'the upstream URL',
      'POST https://us-central1-aiplatform.googleapis.com/v1/x?key=abc failed',
      'POST [upstream] failed',
    ],
    ['the key in base64', 'got bWU6bXktb3duLXRva2VuLTE=', 'got bWU6***E='],
    ['the key in a URL’s base64', 'got bXktb3duLXRva2VuLTE', 'got ***E'],
    ['a key in any URL', 'GET http://proxy.test/x?alt=sse&key=abc&n=1', 'GET http://proxy.test/x?alt=sse&key=***&n=1'],
    ['no help page', 'see https://ai.google.dev/gemini-api/docs/x', 'see https://ai.google.dev/gemini-api/docs/x'],
  ])('names %s not', (_, sent, shown) => {
    expect(messageOf(sent, { secret: 'my-own-token-1' })).toBe(shown);
  });

  it('adds what BadRequest says beyond the sentence', () => {
    const body = {
      error: {
        code: 400,
        message: 'Request contains an invalid argument.',
        details: [
          {
            '@type': 'type.googleapis.com/google.rpc.BadRequest',
            fieldViolations: [{ field: 'contents[0]', description: 'contents[0]: role is missing' }],
          },
        ],
      },
    };
    expect(readFailure(400, body).message).toBe('Request contains an invalid argument.\ncontents[0]: role is missing');
  });

  it('is cut, however long the body is, and hides a key that the cut would split', () => {
    const key = 'my-own-token-1';
    const message = messageOf(`${'x'.repeat(1_990)}${key}${'y'.repeat(200_000)}`, { secret: key });
    expect(message).toHaveLength(2_001);
    expect(message.slice(1_985)).toBe('xxxxx***yyyyyyy…');
  });
});

describe('whatever the body is', () => {
  it('a failure comes out that blames no key without a word from Google', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 599 }), fc.oneof(fc.string(), fc.jsonValue()), (status, body) => {
        const failure = readFailure(status, body);
        expect(failure.message).not.toBe('');
        expect(['key', 'key-model']).not.toContain(failure.scope);
      }),
    );
  });

  it('details of a wrong type are passed over', () => {
    const odd = fc.oneof(
      fc.jsonValue(),
      fc
        .constantFrom('ErrorInfo', 'QuotaFailure', 'RetryInfo', 'BadRequest')
        .map((name) => ({ '@type': `google.rpc.${name}` })),
    );
    const detail = fc.record({
      '@type': fc
        .constantFrom('ErrorInfo', 'QuotaFailure', 'RetryInfo', 'BadRequest')
        .map((name) => `google.rpc.${name}`),
      reason: odd,
      metadata: odd,
      violations: fc.oneof(odd, fc.array(odd)),
      retryDelay: odd,
      fieldViolations: fc.oneof(odd, fc.array(odd)),
    });
    fc.assert(
      fc.property(fc.array(detail), odd, (details, message) => {
        const failure = readFailure(429, { error: { code: 429, status: 'RESOURCE_EXHAUSTED', message, details } });
        expect(failure.retryAfter ?? 0).toBeGreaterThanOrEqual(0);
      }),
    );
  });
});

describe('a call without an answer', () => {
  it.each([
    [
      new TypeError('fetch failed', {
        cause: Object.assign(new Error('connect ECONNREFUSED 10.0.0.1:443'), { code: 'ECONNREFUSED' }),
      }),
      'the connection was refused',
    ],
    [
      new TypeError('fetch failed', {
        cause: Object.assign(new AggregateError([Object.assign(new Error('x'), { code: 'ENETUNREACH' })]), {}),
      }),
      'the network cannot be reached',
    ],
    [new TypeError('Failed to fetch'), 'the network failed'],
    [undefined, 'the network failed'],
  ])('is nobody’s fault and names no address', (error, message) => {
    expect(networkFailure(error)).toEqual({
      cause: 'network',
      scope: 'upstream',
      status: 0,
      code: '',
      message,
      quotas: [],
    });
  });
});
