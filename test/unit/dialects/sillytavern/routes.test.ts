/** Calls as SillyTavern's page makes them, answered by the core over a fake Gemini. Bodies are as 1.19 sends them. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Settings } from '../../../../src/contract/settings/table.ts';
import type { Caller } from '../../../../src/core/ports.ts';
import { type FakeGemini, startFakeGemini } from '../../../fake-gemini/server.ts';
import { openHajimi, type TestHajimi } from '../../../support/hajimi.ts';

let fake: FakeGemini;
let hajimi: TestHajimi;
beforeAll(async () => {
  fake = await startFakeGemini();
});
function open(env: Partial<Settings> = {}): void {
  hajimi = openHajimi({
    kind: 'extension',
    keyTexts: ['AIzaSyTAVERN_ONE'],
    env: { geminiBaseUrl: fake.url, randomString: 'off', fakeStreaming: false, ...env },
  });
}
beforeEach(() => {
  fake.reset();
  open();
});
afterEach(() => hajimi.close());
afterAll(() => fake.close());

const page: Caller = { id: 'http://127.0.0.1:8000', trust: 'site' };

function call(name: 'status' | 'generate', body: object, caller = page, signal?: AbortSignal): Promise<Response> {
  const request = new Request(`https://hajimi.invalid/sillytavern/${name}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
    ...(signal && { signal }),
  });
  return hajimi.fetch(request, caller);
}

/** What every body has. */
const common = {
  type: 'normal',
  model: 'gemini-2.5-flash',
  temperature: 1,
  frequency_penalty: 0,
  presence_penalty: 0,
  top_p: 1,
  max_tokens: 300,
  stream: false,
  user_name: 'User',
  char_name: 'Seraphina',
  group_names: [],
  include_reasoning: true,
  enable_web_search: false,
  request_images: false,
  request_image_resolution: '',
  request_image_aspect_ratio: '',
  custom_prompt_post_processing: '',
  messages: [
    { role: 'system', content: 'Write the next reply.' },
    { role: 'system', content: 'Hello there', name: 'example_user' },
    { role: 'assistant', content: 'You wake in a glade.' },
    { role: 'user', content: 'Hi' },
  ],
};
const custom = {
  ...common,
  chat_completion_source: 'custom',
  // In the body of every source; here it means nothing.
  reverse_proxy: 'https://elsewhere.example/v1',
  custom_url: 'https://hajimi.invalid/v1',
  custom_include_body: '',
  custom_exclude_body: '',
  custom_include_headers: '',
};
const openAI = {
  ...common,
  chat_completion_source: 'openai',
  reverse_proxy: 'https://hajimi.invalid/v1',
  proxy_password: 'x',
};
const google = {
  ...common,
  chat_completion_source: 'makersuite',
  reverse_proxy: 'https://hajimi.invalid/gemini',
  proxy_password: '',
  top_k: 0,
  use_sysprompt: false,
  reasoning_effort: 'auto',
  stop: [],
};

/** Gemini's request, as the fake has got it last. */
const sent = () =>
  fake.requests.at(-1)?.body as Record<string, never> & { contents: unknown[]; generationConfig: object };
const texts = () =>
  (sent().contents as { parts: { text?: string }[] }[]).flatMap(({ parts }) => parts.map(({ text }) => text));
const events = (text: string) =>
  text
    .split('\n\n')
    .filter(Boolean)
    .map((event) => event.replace(/^data: /, ''));

describe('connect', () => {
  it('lists the models for the Custom source, best first', async () => {
    const response = await call('status', {
      chat_completion_source: 'custom',
      custom_url: 'https://hajimi.invalid/v1/',
    });
    const { data, error } = await response.json();
    expect(response.status).toBe(200);
    expect(error).toBeUndefined();
    expect(data.map(({ id }: { id: string }) => id)).toContain('gemini-2.5-flash');
    expect(data[0].id).toMatch(/^gemini-[\d.]+-flash$/);
  });

  it('lists what generates for Google AI Studio, under plain ids and with Google’s fields', async () => {
    const response = await call('status', {
      chat_completion_source: 'makersuite',
      reverse_proxy: google.reverse_proxy,
    });
    const { data } = await response.json();
    const flash = data.find(({ id }: { id: string }) => id === 'gemini-2.5-flash');
    expect(flash.inputTokenLimit).toBeGreaterThan(0);
    expect(data.map(({ id }: { id: string }) => id).join()).not.toMatch(/models\/|embedding/);
  });

  it('is refused to everybody but pages, in words for the page', async () => {
    for (const trust of ['network', 'owner'] as const) {
      const response = await call(
        'status',
        { chat_completion_source: 'custom', custom_url: custom.custom_url },
        { id: 'x', trust },
      );
      expect(response.status).toBe(404);
    }
  });
});

describe('a reply in OpenAI’s shape', () => {
  it.each([
    ['Custom', custom],
    ['OpenAI with a proxy', openAI],
  ])('comes in one piece for %s', async (_, body) => {
    fake.script({}, { text: 'Hello, traveller.' }, 1);
    const response = await call('generate', body);
    const answer = await response.json();
    expect(answer.choices[0]).toMatchObject({ index: 0, message: { role: 'assistant', content: 'Hello, traveller.' } });
    expect(sent().generationConfig).toMatchObject({ maxOutputTokens: 300, temperature: 1 });
  });

  it('streams with reasoning beside the text, one choice at a time', async () => {
    const parts = [{ text: 'Hm.', thought: true }, { text: 'Hello' }];
    fake.script(
      {},
      {
        chunks: parts.map((part) => ({
          candidates: [{ index: 0, content: { role: 'model', parts: [part] }, finishReason: 'STOP' }],
        })),
      },
    );
    const response = await call('generate', { ...custom, stream: true });
    const chunks = events(await response.text());
    expect(chunks.pop()).toBe('[DONE]');
    const deltas = chunks.map((chunk) => JSON.parse(chunk).choices[0]?.delta);
    expect(deltas.map((delta) => delta?.reasoning_content ?? '').join('')).toBe('Hm.');
    expect(deltas.map((delta) => delta?.content ?? '').join('')).toContain('Hello');
    expect(sent().generationConfig).toMatchObject({ thinkingConfig: { includeThoughts: true } });
  });

  it('has as many choices as swipes are wanted', async () => {
    const answer = await (await call('generate', { ...custom, type: 'swipe', n: 2 })).json();
    expect(answer.choices.map(({ index }: { index: number }) => index)).toEqual([0, 1]);
  });

  it('heeds effort, probabilities, schema and the three boxes', async () => {
    const value = { type: 'object', properties: { a: { $ref: '#/$defs/A' } }, $defs: { A: { type: 'string' } } };
    await call('generate', {
      ...custom,
      model: 'gemini-2.0-flash',
      logprobs: 5,
      json_schema: { name: 'answer', value },
      custom_include_body: '- top_k: 17\n- stop: ["###"]\n  seed: 4',
      custom_exclude_body: '- temperature\n- top_p',
      custom_include_headers: 'X-Test: "1"\nbad name: x',
    });
    expect(sent().generationConfig).toMatchObject({
      topK: 17,
      stopSequences: ['###'],
      seed: 4,
      responseLogprobs: true,
      logprobs: 5,
      responseMimeType: 'application/json',
    });
    expect(sent().generationConfig).not.toHaveProperty('temperature');
    expect(JSON.stringify(sent())).not.toContain('$ref');
  });

  it('takes tool calls that have no content, and their results', async () => {
    const tools = [
      {
        type: 'function',
        function: { name: 'roll', description: 'Rolls', parameters: { type: 'object', properties: {} } },
      },
    ];
    const messages = [
      { role: 'user', content: 'Roll!' },
      { role: 'assistant', tool_calls: [{ id: 'c1', type: 'function', function: { name: 'roll', arguments: '{}' } }] },
      { role: 'tool', tool_call_id: 'c1', content: '6' },
    ];
    const response = await call('generate', { ...custom, tools, tool_choice: 'auto', messages });
    expect(response.status).toBe(200);
    expect(sent().contents[1]).toMatchObject({ role: 'model', parts: [{ functionCall: { name: 'roll' } }] });
    expect(sent().contents[2]).toMatchObject({ parts: [{ functionResponse: { name: 'roll' } }] });
  });

  it('is for a prompt that was post-processed as the person chose', async () => {
    await call('generate', { ...custom, custom_prompt_post_processing: 'single' });
    expect(sent().contents).toMatchObject([
      {
        role: 'user',
        parts: [{ text: expect.stringContaining('User: Hello there\n\nSeraphina: You wake in a glade.\n\nUser: Hi') }],
      },
    ]);
  });

  it('takes sound from audio_url', async () => {
    const content = [
      { type: 'audio_url', audio_url: { url: 'data:audio/wav;base64,UklGRg==' } },
      { type: 'text', text: 'What is it?' },
    ];
    await call('generate', { ...custom, messages: [{ role: 'user', content }] });
    expect(JSON.stringify(sent().contents)).toContain('"mimeType":"audio/wav"');
  });
});

describe('a reply from Google AI Studio', () => {
  it('streams as Google sends it', async () => {
    const part = { text: 'Hello', thoughtSignature: 'c2ln' };
    fake.script(
      {},
      { chunks: [{ candidates: [{ index: 0, content: { role: 'model', parts: [part] }, finishReason: 'STOP' }] }] },
    );
    const response = await call('generate', { ...google, stream: true });
    const [first] = events((await response.text()).replaceAll('\r', ''));
    expect(JSON.parse(first ?? '').candidates[0].content.parts[0]).toEqual(part);
    expect(fake.requests.at(-1)?.method).toBe('streamGenerateContent');
  });

  it('has Google’s parts beside the text when it comes in one piece', async () => {
    const parts = [{ text: 'Hm.', thought: true }, { text: 'Hello' }, { text: ' there' }];
    fake.script(
      {},
      { chunks: [{ candidates: [{ index: 0, content: { role: 'model', parts }, finishReason: 'STOP' }] }] },
    );
    const answer = await (await call('generate', google)).json();
    expect(answer.choices[0].message.content).toBe('Hello there');
    expect(answer.responseContent.parts[0]).toEqual(parts[0]);
  });

  it('is for a prompt whose system text the user says, unless chosen otherwise', async () => {
    await call('generate', google);
    expect(sent()).not.toHaveProperty('systemInstruction');
    expect(texts()).toEqual(['Write the next reply.', 'User: Hello there', 'You wake in a glade.', 'Hi']);
    await call('generate', { ...google, use_sysprompt: true });
    expect(JSON.stringify(sent().systemInstruction)).toContain('Write the next reply.');
    expect(JSON.stringify(sent().systemInstruction)).toContain('User: Hello there');
  });

  it('sends neither penalties nor a zero top_k, searches the web and thinks as asked', async () => {
    await call('generate', { ...google, frequency_penalty: 1, n: 2, enable_web_search: true, reasoning_effort: 'max' });
    expect(sent().generationConfig).not.toHaveProperty('frequencyPenalty');
    expect(sent().generationConfig).not.toHaveProperty('topK');
    expect(sent().generationConfig).not.toHaveProperty('candidateCount');
    expect(sent().generationConfig).toMatchObject({
      thinkingConfig: { includeThoughts: true, thinkingBudget: 24_576 },
    });
    expect(sent().tools).toEqual([{ googleSearch: {} }]);
  });

  it('draws when asked', async () => {
    const wishes = { request_images: true, request_image_aspect_ratio: '1:1', use_sysprompt: true };
    await call('generate', { ...google, model: 'gemini-2.5-flash-image', ...wishes });
    expect(sent().generationConfig).toMatchObject({
      responseModalities: ['TEXT', 'IMAGE'],
      imageConfig: { aspectRatio: '1:1' },
    });
    expect(sent()).not.toHaveProperty('systemInstruction');
  });

  it('says why there is none', async () => {
    fake.script({}, { blocked: 'PROHIBITED_CONTENT' }, 1);
    const response = await call('generate', google);
    expect(response.status).toBe(400);
    expect((await response.json()).error.message).toContain('PROHIBITED_CONTENT');
  });

  it.each([true, false])('says so by its status in a stream, too (fakeStreaming: %s)', async (fakeStreaming) => {
    open({ fakeStreaming });
    for (const say of [
      { blocked: 'PROHIBITED_CONTENT' },
      { chunks: [{ candidates: [{ finishReason: 'TOO_MANY_TOOL_CALLS' }] }] },
    ]) {
      fake.script({}, say, 1);
      const response = await call('generate', { ...google, stream: true });
      expect(response.status).toBe(400);
      expect((await response.json()).error.message).toMatch(/PROHIBITED_CONTENT|TOO_MANY_TOOL_CALLS/);
    }
  });

  it('says in its text that Google stopped it, whole and streamed', async () => {
    const half = { content: { role: 'model' as const, parts: [{ text: 'Half' }] } };
    fake.script({}, { chunks: [{ candidates: [{ ...half, finishReason: 'SAFETY' }] }] });
    const words = '[Hajimi: Google stopped the answer: it was flagged as unsafe (SAFETY).]';
    const whole = await (await call('generate', google)).json();
    expect(whole.choices[0].message.content).toBe(`Half\n\n${words}`);
    const streamed = await (await call('generate', { ...google, stream: true })).text();
    expect(streamed).toContain(JSON.stringify(`\n\n${words}`));
  });

  it('finds Google under a base with a version as well', async () => {
    for (const reverse_proxy of [
      'https://hajimi.invalid',
      'https://hajimi.invalid/gemini/v1beta/',
      'https://hajimi.invalid/v1',
    ]) {
      expect((await call('generate', { ...google, reverse_proxy })).status).toBe(200);
    }
  });
});

describe('what goes wrong', () => {
  it('has its own status and a message for the toast', async () => {
    fake.script({}, { error: 'minute-quota' });
    for (const body of [custom, { ...custom, stream: true }, google, { ...google, stream: true }]) {
      const response = await call('generate', body);
      expect(response.status).toBe(429);
      expect((await response.json()).error.message).toMatch(/quota|cooling/);
    }
  });

  it('tells who chose Claude what to choose', async () => {
    const response = await call('generate', { ...openAI, chat_completion_source: 'claude' });
    expect(response.status).toBe(400);
    expect((await response.json()).error.message).toContain('Custom');
  });

  it.each([[[]], [{}], [{ chat_completion_source: 'custom' }], [{ ...custom, messages: 'hi' }]])(
    'refuses %j',
    async (body) => {
      expect((await call('generate', body)).status).toBe(400);
    },
  );

  it('ends the call to Google when the page stops it', async () => {
    fake.script({}, { text: ['one ', 'two '], gap: { at: 1, ms: 3_600_000 } });
    const stop = new AbortController();
    const response = await call('generate', { ...google, stream: true }, page, stop.signal);
    await response.body?.getReader().read();
    stop.abort();
    await fake.waitFor(({ aborted }) => aborted);
  });
});
