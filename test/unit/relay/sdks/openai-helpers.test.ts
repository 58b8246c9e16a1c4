/** The `openai` SDK's own helpers against the relay: what a program sees that knows nothing of Gemini. */
// covers: src/core/dialects/openai
import OpenAI from 'openai';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type FakeGemini, startFakeGemini } from '../../../fake-gemini/server.ts';
import { type RelayProcess, startRelayProcess } from '../../../support/relay.ts';

const weather = {
  type: 'function' as const,
  function: {
    name: 'get_weather',
    description: 'Weather of a city',
    parameters: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] },
    parse: (text: string): { city: string } => JSON.parse(text),
    function: ({ city }: { city: string }) => `sunny in ${city}`,
  },
};
const time = {
  type: 'function' as const,
  function: {
    name: 'get_time',
    description: 'Time in a city',
    parameters: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] },
    parse: (text: string): { city: string } => JSON.parse(text),
    function: ({ city }: { city: string }) => `noon in ${city}`,
  },
};

describe.each(['true', 'false'])('openai helpers, FAKE_STREAMING=%s', (fakeStreaming) => {
  let fake: FakeGemini;
  let relay: RelayProcess;
  let openai: OpenAI;
  beforeAll(async () => {
    fake = await startFakeGemini();
    relay = await startRelayProcess({
      GEMINI_BASE_URL: fake.url,
      GEMINI_API_KEYS: 'AIzaSySDK_ONE AIzaSySDK_TWO',
      PASSWORD: 'sdk-password',
      FAKE_STREAMING: fakeStreaming,
      MAX_REQUESTS_PER_MINUTE: '1000',
    });
    openai = new OpenAI({ baseURL: `${relay.url}/v1`, apiKey: 'sdk-password', maxRetries: 0 });
  }, 30_000);
  afterAll(async () => {
    await relay.stop();
    await fake.close();
  });
  beforeEach(() => fake.reset());

  test('.stream() accumulates the final message', async () => {
    const stream = openai.chat.completions.stream({
      model: 'gemini-2.5-flash',
      messages: [{ role: 'user', content: 'stream me, 世界' }],
      stream_options: { include_usage: true },
    });
    let text = '';
    stream.on('content', (delta) => {
      text += delta;
    });
    const final = await stream.finalChatCompletion();
    expect(final.choices[0]?.message.content).toBe('You said: stream me, 世界');
    expect(text).toBe('You said: stream me, 世界');
    expect(final.choices[0]?.finish_reason).toBe('stop');
    expect((await stream.totalUsage()).completion_tokens).toBeGreaterThan(0);
  });

  test('.parse() returns the structured answer', async () => {
    const schema = {
      type: 'object',
      properties: { answer: { type: 'string' }, sure: { type: 'boolean' } },
      required: ['answer', 'sure'],
      additionalProperties: false,
    };
    const completion = await openai.chat.completions.parse({
      model: 'gemini-2.5-flash',
      messages: [{ role: 'user', content: 'structure' }],
      response_format: { type: 'json_schema', json_schema: { name: 'verdict', strict: true, schema } },
    });
    expect(JSON.parse(completion.choices[0]?.message.content ?? '')).toEqual({
      answer: expect.any(String),
      sure: expect.any(Boolean),
    });
    expect(fake.requests[0]?.body).toMatchObject({ generationConfig: { responseMimeType: 'application/json' } });
  });

  test.each([false, true])(
    'runs tools over two turns on a model that enforces signatures, stream: %s',
    async (stream) => {
      const request = {
        model: 'gemini-3-pro-preview',
        messages: [{ role: 'user' as const, content: 'weather and time in Chengdu?' }],
        tools: [weather, time],
      };
      const runner = stream
        ? openai.chat.completions.runTools({ ...request, stream: true })
        : openai.chat.completions.runTools(request);
      const answer = await runner.finalContent();
      expect(answer).toContain('sunny in');
      expect(answer).toContain('noon in');
      const calls = runner.messages.flatMap((message) => ('tool_calls' in message && message.tool_calls) || []);
      expect(calls.map((call) => call.type === 'function' && call.function.name)).toEqual(['get_weather', 'get_time']);
      expect(new Set(calls.map(({ id }) => id)).size).toBe(2);
      // The fake answers 400 where a signature is missing; two requests and no more means it was content with both.
      expect(fake.requests).toHaveLength(2);
    },
  );

  test('a client that drops everything but id, name and arguments still gets its second turn', async () => {
    const first = await openai.chat.completions.create({
      model: 'gemini-3-pro-preview',
      messages: [{ role: 'user', content: 'weather in Chengdu?' }],
      tools: [weather],
    });
    const calls = first.choices[0]?.message.tool_calls ?? [];
    const bare = calls.map(({ id, type, ...call }) => ({
      id,
      type,
      function: 'function' in call ? call.function : undefined,
    }));
    const second = await openai.chat.completions.create({
      model: 'gemini-3-pro-preview',
      messages: [
        { role: 'user', content: 'weather in Chengdu?' },
        { role: 'assistant', tool_calls: bare as never },
        ...calls.map(({ id }) => ({ role: 'tool' as const, tool_call_id: id, content: 'sunny' })),
      ],
      tools: [weather],
    });
    expect(second.choices[0]?.message.content).toContain('sunny');
    const sent = JSON.stringify(fake.requests.at(-1)?.body);
    expect(sent).toContain('thoughtSignature');
    expect(sent).not.toContain('skip_thought_signature_validator');
  });
});
