/** The official OpenAI client against the running relay. */
// covers: src/core/dialects/openai
import OpenAI from 'openai';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type FakeGemini, startFakeGemini } from '../../../fake-gemini/server.ts';
import { type RelayProcess, startRelayProcess } from '../../../support/relay.ts';

const model = 'gemini-2.5-flash';
const messages = [{ role: 'user' as const, content: 'hello from the SDK' }];

let fake: FakeGemini;
let relay: RelayProcess;
let openai: OpenAI;
beforeAll(async () => {
  fake = await startFakeGemini({ chunkDelay: 5 });
  relay = await startRelayProcess({ GEMINI_BASE_URL: fake.url, GEMINI_API_KEYS: `AIzaSy${'SdkTest'.padEnd(33, 'k')}` });
  openai = new OpenAI({ baseURL: `${relay.url}/v1`, apiKey: '123', maxRetries: 0 });
});
afterAll(async () => {
  await relay.stop();
  await fake.close();
});

describe('the openai SDK', () => {
  it('lists models and gets one', async () => {
    const ids = (await openai.models.list()).data.map(({ id }) => id);
    expect(ids).toContain(model);
    expect(await openai.models.retrieve(model)).toMatchObject({ id: model, object: 'model' });
  });

  it('completes', async () => {
    const completion = await openai.chat.completions.create({ model, messages });
    expect(completion.choices[0]).toMatchObject({
      finish_reason: 'stop',
      message: { role: 'assistant', content: 'You said: hello from the SDK' },
    });
    expect(completion.usage?.total_tokens).toBeGreaterThan(0);
  });

  it('streams in pieces, with usage at the end', async () => {
    const stream = await openai.chat.completions.create({
      model,
      messages,
      stream: true,
      stream_options: { include_usage: true },
    });
    const chunks = [];
    for await (const chunk of stream) chunks.push(chunk);
    const pieces = chunks.flatMap(({ choices }) => choices[0]?.delta.content || []);
    expect(pieces.length).toBeGreaterThan(1);
    expect(pieces.join('')).toBe('You said: hello from the SDK');
    expect(chunks.at(-1)?.usage?.total_tokens).toBeGreaterThan(0);
  });

  it('calls functions and brings their results, signatures and all', async () => {
    const tools = ['weather', 'time'].map((name) => ({
      type: 'function' as const,
      function: { name, parameters: { type: 'object', properties: { city: { type: 'string' } } } },
    }));
    const first = await openai.chat.completions.create({ model: 'gemini-3-pro-preview', messages, tools });
    const asked = first.choices[0]?.message;
    const calls = asked?.tool_calls ?? [];
    expect([first.choices[0]?.finish_reason, calls.length]).toEqual(['tool_calls', 2]);
    const second = await openai.chat.completions.create({
      model: 'gemini-3-pro-preview',
      tools,
      messages: [
        ...messages,
        // What clients send back that know nothing of signatures: id, name and arguments.
        { role: 'assistant', content: null, tool_calls: calls.map(strip) },
        ...calls.map(({ id }) => ({ role: 'tool' as const, tool_call_id: id, content: '{"ok":true}' })),
      ],
    });
    expect(second.choices[0]?.message.content).toContain('weather {"ok":true}');
  });

  it('embeds', async () => {
    const { data } = await openai.embeddings.create({ model: 'gemini-embedding-001', input: ['a', 'b'] });
    expect(data.map(({ embedding }) => embedding.length)).toEqual([768, 768]);
  });

  it('gets its own error classes', async () => {
    const wrong = new OpenAI({ baseURL: `${relay.url}/v1`, apiKey: 'wrong', maxRetries: 0 });
    await expect(wrong.models.list()).rejects.toBeInstanceOf(OpenAI.AuthenticationError);
    const unknown = openai.chat.completions.create({ model: 'gemini-nothing', messages });
    await expect(unknown).rejects.toBeInstanceOf(OpenAI.NotFoundError);
    const empty = openai.chat.completions.create({ model, messages: [] });
    await expect(empty).rejects.toBeInstanceOf(OpenAI.BadRequestError);
  });

  it('closes the upstream connection when it stops reading', async () => {
    fake.reset();
    fake.script({}, { text: ['one', 'two'], betweenChunks: 60_000 }, 1);
    const stream = await openai.chat.completions.create({ model, messages, stream: true });
    for await (const _ of stream) break;
    expect(await fake.waitFor(({ aborted }) => aborted)).toMatchObject({ method: 'streamGenerateContent' });
  });
});

const strip = (call: OpenAI.ChatCompletionMessageToolCall): OpenAI.ChatCompletionMessageToolCall =>
  call.type === 'function'
    ? { id: call.id, type: call.type, function: { name: call.function.name, arguments: call.function.arguments } }
    : call;
