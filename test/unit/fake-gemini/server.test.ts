import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { GenerateContentResponse, Part } from '../../../src/core/google/wire.ts';
import { type ErrorKind, errorKinds } from '../../fake-gemini/errors.ts';
import { type FakeGemini, type FakeGeminiOptions, startFakeGemini } from '../../fake-gemini/server.ts';

let fake: FakeGemini;
const start = async (options: FakeGeminiOptions = {}) => {
  await fake?.close();
  fake = await startFakeGemini(options);
};
beforeEach(() => start());
afterEach(() => fake.close());

const KEY = 'AIzaSy-a-key';
const says = (text: string) => ({ contents: [{ role: 'user', parts: [{ text }] }] });

const call = (path: string, body?: unknown, init: RequestInit = {}) =>
  fetch(fake.url + path, {
    headers: { 'x-goog-api-key': KEY, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }),
    ...init,
  });

const generate = async (body: unknown, model = 'gemini-2.5-flash') => {
  const response = await call(`/v1beta/models/${model}:generateContent`, body);
  return { status: response.status, body: (await response.json()) as GenerateContentResponse & { error?: Failure } };
};

interface Failure {
  code: number;
  message: string;
  status: string;
  details?: Array<Record<string, unknown>>;
}

const partsOf = (body: GenerateContentResponse): Part[] => body.candidates?.[0]?.content?.parts ?? [];
const textOf = (body: GenerateContentResponse) =>
  partsOf(body)
    .map((part) => part.text ?? '')
    .join('');

const sse = async (response: Response) =>
  (await response.text())
    .split('\r\n\r\n')
    .filter((event) => event !== '')
    .map((event) => JSON.parse(event.replace(/^data: /, '')) as GenerateContentResponse);

describe('models', () => {
  it('lists them in pages and knows each by id', async () => {
    const first = (await (await call('/v1beta/models?pageSize=3')).json()) as {
      models: object[];
      nextPageToken: string;
    };
    expect(first.models).toHaveLength(3);
    const second = (await (await call(`/v1beta/models?pageSize=100&pageToken=${first.nextPageToken}`)).json()) as {
      models: Array<{ name: string }>;
      nextPageToken?: string;
    };
    expect(second.nextPageToken).toBeUndefined();
    expect(second.models.map(({ name }) => name)).toContain('models/gemini-embedding-001');
    expect(await (await call('/v1beta/models/gemini-2.5-pro')).json()).toMatchObject({ name: 'models/gemini-2.5-pro' });
  });

  it('answers 404 in Google’s words for one that it does not have', async () => {
    const response = await call('/v1beta/models/gemini-9');
    expect(response.status).toBe(404);
    expect(await response.json()).toMatchObject({ error: { code: 404, status: 'NOT_FOUND' } });
  });
});

describe('generation', () => {
  it('echoes the last user message in one body', async () => {
    const { body } = await generate(says('hello 世界 🎉'));
    expect(textOf(body)).toBe('You said: hello 世界 🎉');
    expect(body.candidates?.[0]?.finishReason).toBe('STOP');
    expect(body.usageMetadata?.totalTokenCount).toBeGreaterThan(0);
  });

  it('streams the same words as SSE with CRLF and as a JSON array', async () => {
    const path = '/any/prefix/v1beta/models/gemini-2.5-flash:streamGenerateContent';
    const events = await sse(await call(`${path}?alt=sse`, says('a longer text for chunks')));
    const array = (await (await call(path, says('a longer text for chunks'))).json()) as GenerateContentResponse[];
    expect(events.length).toBeGreaterThan(2);
    expect(events.map(textOf).join('')).toBe('You said: a longer text for chunks');
    expect(array).toEqual(events);
    expect(events.map((event) => event.candidates?.[0]?.finishReason).filter(Boolean)).toEqual(['STOP']);
  });

  it('draws with an image model', async () => {
    const { body } = await generate(says('draw'), 'gemini-2.5-flash-image');
    expect(partsOf(body).at(-1)?.inlineData?.mimeType).toBe('image/png');
  });

  it('refuses what Google refuses', async () => {
    expect((await generate({})).status).toBe(400);
    expect((await generate({ ...says('x'), temperature: 1 })).body.error?.message).toContain(
      'Unknown name "temperature"',
    );
    expect((await generate(says('x'), 'gemini-embedding-001')).status).toBe(404);
    const unsigned = await call('/v1beta/models/gemini-2.5-pro:generateContent', says('x'), { headers: {} });
    expect(unsigned.status).toBe(403);
  });
});

describe('function calls of Gemini 3', () => {
  const model = 'gemini-3-pro-preview';
  const parameters = { type: 'object', properties: { city: { type: 'string' } } };
  const tools = [{ functionDeclarations: ['weather', 'time'].map((name) => ({ name, parameters })) }];
  const asked = { ...says('Weather and time?'), tools };
  const response = (call: Part) => ({
    functionResponse: { id: call.functionCall?.id ?? '', name: call.functionCall?.name ?? '', response: { ok: true } },
  });
  const followUp = (calls: Part[], responses: object[]) => ({
    ...asked,
    contents: [...asked.contents, { role: 'model', parts: calls }, { role: 'user', parts: responses }],
  });

  it('are made in parallel with the signature on the first, and are answered when they come back whole', async () => {
    const calls = partsOf((await generate(asked, model)).body);
    expect(calls.map((part) => part.functionCall?.args)).toEqual([{ city: 'sample' }, { city: 'sample' }]);
    expect(calls.map((part) => part.thoughtSignature !== undefined)).toEqual([true, false]);
    const { status, body } = await generate(followUp(calls, calls.map(response)), model);
    expect(status).toBe(200);
    expect(textOf(body)).toContain('weather {"ok":true}');
  });

  it('are refused without their signature, with a false one, or with a response too few', async () => {
    const calls = partsOf((await generate(asked, model)).body);
    const stripped = calls.map(({ thoughtSignature: _, ...part }) => part);
    const forged = stripped.map((part) => ({ ...part, thoughtSignature: 'Zm9yZ2Vk' }));
    const results = calls.map(response);
    const fault = async (body: object, id = model) => (await generate(body, id)).body.error?.message;
    expect(await fault(followUp(stripped, results))).toContain('missing a thought_signature');
    expect(await fault(followUp(forged, results))).toContain('Corrupted thought signature');
    expect(await fault(followUp(calls, results.slice(1)))).toContain('number of function response parts');
    expect(await fault(followUp(stripped, results), 'gemini-2.5-pro')).toBeUndefined();
    const sentinel = stripped.map((part) => ({ ...part, thoughtSignature: 'skip_thought_signature_validator' }));
    expect(await fault(followUp(sentinel, results))).toBeUndefined();
  });
});

describe('measures', () => {
  it('counts tokens and embeds, the same text always alike', async () => {
    expect(await (await call('/v1beta/models/gemini-2.5-pro:countTokens', says('x'))).json()).toMatchObject({
      totalTokens: expect.any(Number),
    });
    const content = { parts: [{ text: 'x' }] };
    const path = '/v1beta/models/gemini-embedding-001';
    const one = (await (await call(`${path}:embedContent`, { content, outputDimensionality: 4 })).json()) as {
      embedding: { values: number[] };
    };
    const many = (await (
      await call(`${path}:batchEmbedContents`, { requests: [{ content, outputDimensionality: 4 }, { content }] })
    ).json()) as { embeddings: Array<{ values: number[] }> };
    expect(one.embedding.values).toHaveLength(4);
    expect(many.embeddings[0]).toEqual(one.embedding);
  });
});

describe('the script', () => {
  it.each(errorKinds)('answers the error %s as a google.rpc.Status', async (kind: ErrorKind) => {
    fake.script({}, { error: kind });
    const { status, body } = await generate(says('x'));
    expect(status).toBeGreaterThanOrEqual(400);
    expect(body.error?.code).toBe(status);
  });

  it('names quota and delay in a 429', async () => {
    fake.script({ key: KEY, model: 'gemini-2.5-flash' }, { error: 'day-quota', limit: 20, retryDelay: 7 });
    const { body } = await generate(says('x'));
    expect(body.error?.details?.[1]).toMatchObject({
      violations: [{ quotaId: 'GenerateRequestsPerDayPerProjectPerModel-FreeTier', quotaValue: '20' }],
    });
    expect(body.error?.details?.[2]).toMatchObject({ retryDelay: '7s' });
  });

  it('is a queue, matches by key, model, method and predicate, and can be taken back', async () => {
    fake.script({ method: 'generateContent' }, { text: 'one' }, 1);
    fake.script({ when: (request) => request.verb === 'POST' }, { text: 'two' }, 1);
    fake.script({ key: 'another' }, { text: 'never' });
    const takeBack = fake.script({}, { text: 'for ever' });
    const heard = [];
    for (let index = 0; index < 4; index++) heard.push(textOf((await generate(says('x'))).body));
    takeBack();
    heard.push(textOf((await generate(says('x'))).body));
    expect(heard).toEqual(['one', 'two', 'for ever', 'for ever', 'You said: x']);
  });

  it('truncates, blocks, says nothing, and talks garbage', async () => {
    const stream = async () =>
      sse(await call('/v1beta/models/gemini-2.5-flash:streamGenerateContent?alt=sse', says('some words more')));
    fake.script({}, { truncated: true }, 1);
    expect((await stream()).some((event) => event.candidates?.[0]?.finishReason)).toBe(false);
    fake.script({}, { blocked: 'PROHIBITED_CONTENT' }, 1);
    expect((await stream())[0]?.promptFeedback?.blockReason).toBe('PROHIBITED_CONTENT');
    fake.script({}, { empty: true }, 1);
    expect((await stream()).map(partsOf)).toEqual([[]]);
    fake.script({}, { garbage: true }, 1);
    expect(await (await call('/v1beta/models')).text()).toContain('<!doctype html>');
  });

  it('sends exact bytes in exact pieces and cuts the connection', async () => {
    const euro = new TextEncoder().encode('€');
    fake.script({}, { raw: [euro.slice(0, 1), euro.slice(1)], betweenChunks: 5 }, 1);
    expect(await (await call('/v1beta/models')).text()).toBe('€');
    fake.script({}, { raw: ['half', 'never sent'], cutAfter: 1 }, 1);
    await expect((await call('/v1beta/models')).text()).rejects.toThrow();
    fake.script({}, { cutAfter: 0 }, 1);
    await expect(call('/v1beta/models')).rejects.toThrow();
    expect(fake.requests.map((request) => request.aborted)).toEqual([false, false, false]);
  });
});

describe('the recordings', () => {
  it('hold what came, and that the client left', async () => {
    fake.script({}, { beforeHead: 60_000 });
    const client = new AbortController();
    const answer = call('/p/v1beta/models/gemini-2.5-pro:generateContent?x=1', says('hi'), { signal: client.signal });
    const request = await fake.waitFor(({ method }) => method === 'generateContent');
    client.abort();
    await expect(answer).rejects.toThrow();
    await fake.waitFor(({ aborted }) => aborted);
    expect(request).toMatchObject({
      verb: 'POST',
      path: '/p/v1beta/models/gemini-2.5-pro:generateContent',
      query: { x: '1' },
      key: KEY,
      model: 'gemini-2.5-pro',
      body: says('hi'),
      chunksSent: 0,
      aborted: true,
      done: true,
    });
    fake.reset();
    expect(fake.requests).toEqual([]);
  });

  it('can be waited for chunk by chunk', async () => {
    fake.script({}, { raw: ['a', 'b'], gap: { at: 1, ms: 60_000 } });
    const client = new AbortController();
    const answer = call('/v1beta/models', undefined, { signal: client.signal }).then((response) => response.text());
    expect(await fake.waitFor(({ chunksSent }) => chunksSent === 1)).toMatchObject({ done: false });
    client.abort();
    await expect(answer).rejects.toThrow();
  });

  it('leave preflights out, which every origin passes', async () => {
    const response = await fetch(`${fake.url}/v1beta/models`, {
      method: 'OPTIONS',
      headers: { origin: 'https://a.test', 'access-control-request-headers': 'x-goog-api-key' },
    });
    expect(response.status).toBe(204);
    expect(response.headers.get('access-control-allow-origin')).toBe('*');
    expect(response.headers.get('access-control-allow-headers')).toBe('x-goog-api-key');
    expect(fake.requests).toEqual([]);
  });
});

describe('options.keys', () => {
  it('makes every other key invalid', async () => {
    await start({ keys: ['good'] });
    expect((await generate(says('x'))).body.error?.details?.[0]).toMatchObject({ reason: 'API_KEY_INVALID' });
    expect((await call('/v1beta/models?key=good', undefined, { headers: {} })).status).toBe(200);
  });
});
