/** One row for each route and dialect, and for each way in which its answer may come. */
import type { Behaviour, Matcher } from '../fake-gemini/script.ts';

export interface Exchange {
  /** Of the relay's clients, a page of an allowed site, or the config page. */
  readonly as: 'network' | 'site' | 'owner';
  readonly method?: string;
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

export interface Scenario {
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly script?: ReadonlyArray<readonly [Matcher, Behaviour, number?]>;
  readonly exchanges: readonly Exchange[];
}

const model = 'gemini-3.8-flash';
const messages = [
  { role: 'system', content: 'Be brief.' },
  { role: 'user', content: 'ping' },
];
const pixel = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
const weather = {
  type: 'function',
  function: {
    name: 'weather',
    description: 'Tells the weather.',
    parameters: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] },
  },
};
const native = { contents: [{ role: 'user', parts: [{ text: 'ping' }] }] };
const noFakeStreaming = { fakeStreaming: false };

const ask = (as: Exchange['as'], path: string, body: unknown, headers?: Record<string, string>): Exchange => ({
  as,
  method: 'POST',
  path,
  body,
  ...(headers && { headers }),
});
const look = (as: Exchange['as'], path: string): Exchange => ({ as, path });
const change = (method: string, path: string, body?: unknown): Exchange => ({
  as: 'owner',
  method,
  path,
  ...(body !== undefined && { body }),
});
const chat = (extra: object = {}, as: Exchange['as'] = 'network') =>
  ask(as, '/v1/chat/completions', { model, messages, ...extra });
const streamed = { stream: true, stream_options: { include_usage: true } };

const call = {
  candidates: [
    {
      content: {
        role: 'model',
        parts: [
          { text: 'Let me see.', thought: true },
          {
            functionCall: { id: 'call-1', name: 'weather', args: { city: 'Paris' } },
            thoughtSignature: 'c2lnbmF0dXJl',
          },
        ],
      },
      finishReason: 'STOP',
    },
  ],
  usageMetadata: { promptTokenCount: 7, candidatesTokenCount: 5, thoughtsTokenCount: 3, totalTokenCount: 15 },
};
const picture = {
  candidates: [
    {
      content: { role: 'model', parts: [{ text: 'Here.' }, { inlineData: { mimeType: 'image/png', data: pixel } }] },
      finishReason: 'STOP',
    },
  ],
};

/** As SillyTavern 1.19 sends it. */
const tavern = {
  type: 'normal',
  chat_completion_source: 'custom',
  custom_url: 'https://hajimi.invalid/v1',
  custom_include_body: '',
  custom_exclude_body: '',
  custom_include_headers: '',
  model,
  temperature: 1,
  max_tokens: 300,
  user_name: 'User',
  char_name: 'Seraphina',
  group_names: [],
  include_reasoning: true,
  custom_prompt_post_processing: 'strict',
  messages: [
    { role: 'system', content: 'Write the next reply.' },
    { role: 'assistant', content: 'You wake in a glade.' },
    { role: 'user', content: 'Hi' },
  ],
};
const studio = { ...tavern, chat_completion_source: 'makersuite', reverse_proxy: 'https://hajimi.invalid/gemini' };

export const scenarios: Readonly<Record<string, Scenario>> = {
  'chat whole': { script: [[{}, { text: 'pong' }]], exchanges: [chat(), chat({}, 'site')] },
  'chat streamed': {
    settings: noFakeStreaming,
    script: [[{}, { text: ['po', 'ng 你好'] }]],
    exchanges: [chat(streamed), chat(streamed, 'site')],
  },
  'chat streamed at once': {
    script: [[{}, { text: ['po', 'ng'] }]],
    exchanges: [chat(streamed), chat(streamed, 'site')],
  },
  'chat with tools': {
    script: [[{}, { chunks: [call] }]],
    exchanges: [chat({ tools: [weather] }), chat({ tools: [weather], tool_choice: 'required', ...streamed })],
  },
  'chat with a tool result': {
    exchanges: [
      chat({
        tools: [weather],
        messages: [
          ...messages,
          {
            role: 'assistant',
            tool_calls: [
              { id: 'call-1', type: 'function', function: { name: 'weather', arguments: '{"city":"Paris"}' } },
            ],
          },
          { role: 'tool', tool_call_id: 'call-1', content: 'sunny' },
        ],
      }),
    ],
  },
  'chat with a picture': {
    exchanges: [
      chat({
        messages: [
          {
            role: 'user',
            content: [
              { type: 'text', text: 'What is this?' },
              { type: 'image_url', image_url: { url: `data:image/png;base64,${pixel}` } },
            ],
          },
        ],
      }),
    ],
  },
  'chat that draws': {
    script: [
      [{ method: 'generateContent' }, { chunks: [picture] }],
      [{}, { chunks: [picture] }],
    ],
    exchanges: [
      chat({ model: 'gemini-nano-banana-2.1' }),
      chat({ model: 'gemini-nano-banana-2.1', ...streamed }, 'site'),
    ],
  },
  'chat as JSON': {
    exchanges: [
      chat({
        response_format: {
          type: 'json_schema',
          json_schema: {
            name: 'x',
            strict: true,
            schema: {
              type: 'object',
              properties: { a: { type: 'integer' } },
              required: ['a'],
              additionalProperties: false,
            },
          },
        },
      }),
    ],
  },
  'chat with sampling, thinking and search': {
    exchanges: [
      chat({
        model: 'gemini-2.5-pro-search',
        temperature: 0.5,
        top_p: 0.9,
        max_tokens: 99,
        stop: ['END'],
        seed: 7,
        reasoning_effort: 'low',
      }),
      chat({ model: 'gemini-2.5-pro-thinking-2048', n: 2 }),
    ],
  },
  'chat that fails over': {
    script: [[{ key: 'AIzaSyRECORDING_ONE_0123456789' }, { error: 'day-quota' }]],
    exchanges: [chat(), chat(streamed)],
  },
  'chat whose keys are all used up': {
    script: [[{}, { error: 'day-quota' }]],
    exchanges: [chat(), chat(streamed, 'site')],
  },
  'chat that is blocked': {
    script: [[{}, { blocked: 'PROHIBITED_CONTENT' }]],
    exchanges: [chat(), chat(streamed), chat({}, 'site'), chat(streamed, 'site')],
  },
  'chat that a filter stops': {
    script: [
      [
        {},
        {
          chunks: [{ candidates: [{ content: { role: 'model', parts: [{ text: 'Once' }] }, finishReason: 'SAFETY' }] }],
        },
      ],
    ],
    exchanges: [chat(), chat(streamed), chat({}, 'site'), chat(streamed, 'site')],
  },
  'chat that Google refuses': { script: [[{}, { error: 'bad-request' }]], exchanges: [chat(), chat(streamed)] },
  'chat that is no chat': {
    exchanges: [
      chat({ messages: [] }),
      ask('network', '/v1/chat/completions', '{"model":'),
      chat({ temperature: 'hot' }),
    ],
  },
  'chat without a password': {
    exchanges: [ask('network', '/v1/chat/completions', { model, messages }, { authorization: 'Bearer wrong' })],
  },
  'text completion': {
    script: [[{}, { text: ['po', 'ng'] }]],
    exchanges: [
      ask('network', '/v1/completions', { model, prompt: 'ping' }),
      ask('network', '/v1/completions', { model, prompt: 'ping', stream: true }),
    ],
  },
  embeddings: {
    exchanges: [
      ask('network', '/v1/embeddings', { model: 'text-embedding-3-small', input: ['a', 'b'] }),
      ask('network', '/v1/embeddings', {
        model: 'gemini-embedding-001',
        input: 'a',
        dimensions: 4,
        encoding_format: 'base64',
      }),
    ],
  },
  images: {
    script: [[{}, { chunks: [picture] }]],
    exchanges: [
      ask('network', '/v1/images/generations', { model: 'dall-e-3', prompt: 'a cat', size: '1792x1024' }),
      ask('network', '/v1/images/generations', { model: 'gpt-image-1', prompt: 'a cat', response_format: 'url' }),
    ],
  },
  speech: {
    script: [
      [
        {},
        {
          chunks: [
            {
              candidates: [
                {
                  content: {
                    role: 'model',
                    parts: [{ inlineData: { mimeType: 'audio/L16;codec=pcm;rate=24000', data: 'AAEAAQ==' } }],
                  },
                  finishReason: 'STOP',
                },
              ],
            },
          ],
        },
      ],
    ],
    exchanges: [
      ask('network', '/v1/audio/speech', { model: 'tts-1', input: 'Hello', voice: 'nova', instructions: 'Whisper.' }),
      ask('network', '/v1/audio/speech', {
        model: 'gemini-2.5-flash-preview-tts',
        input: 'Hello',
        voice: 'Kore',
        response_format: 'pcm',
      }),
    ],
  },
  models: {
    exchanges: [look('network', '/v1/models'), look('network', '/v1/models/gpt-4o'), look('site', '/v1/models/none')],
  },
  'native generate': {
    settings: noFakeStreaming,
    script: [[{}, { text: ['po', 'ng'] }]],
    exchanges: [
      ask('network', `/gemini/v1beta/models/${model}:generateContent`, native),
      ask('network', `/gemini/v1beta/models/${model}:streamGenerateContent?alt=sse`, native),
      ask('network', `/v1beta/models/${model}:streamGenerateContent`, native),
      ask('site', `/gemini/v1beta/models/${model}-search:generateContent`, native),
    ],
  },
  'native failures': {
    script: [[{}, { error: 'bad-request' }]],
    exchanges: [
      ask('network', `/gemini/v1beta/models/${model}:generateContent`, native),
      ask('network', `/gemini/v1beta/models/${model}:generateContent`, '{'),
      look('network', '/gemini/v1beta/models/none'),
    ],
  },
  'native lists and counting': {
    exchanges: [
      look('network', '/gemini/v1beta/models?pageSize=2'),
      look('network', `/gemini/v1beta/models/${model}`),
      ask('network', `/gemini/v1beta/models/${model}:countTokens`, native),
      look('network', '/gemini/v1beta/files'),
    ],
  },
  'native caches': {
    exchanges: [
      ask('network', '/gemini/v1beta/cachedContents', { model: 'models/gemini-2.5-flash', ...native, ttl: '60s' }),
      look('network', '/gemini/v1beta/cachedContents'),
    ],
  },
  'SillyTavern, custom source': {
    script: [[{}, { text: ['po', 'ng'] }]],
    exchanges: [
      ask('site', '/sillytavern/status', tavern),
      ask('site', '/sillytavern/generate', { ...tavern, stream: false }),
      ask('site', '/sillytavern/generate', { ...tavern, stream: true }),
    ],
  },
  'SillyTavern, Google source': {
    script: [[{}, { text: ['po', 'ng'] }]],
    exchanges: [
      ask('site', '/sillytavern/status', studio),
      ask('site', '/sillytavern/generate', { ...studio, stream: false }),
      ask('site', '/sillytavern/generate', { ...studio, stream: true }),
    ],
  },
  vectors: {
    exchanges: [
      ask('network', '/api/vector/insert', {
        model: 'gemini-embedding-001',
        collectionId: 'c',
        items: [{ text: 'a', hash: 1, index: 0 }],
      }),
      ask('network', '/api/vector/query', {
        model: 'gemini-embedding-001',
        collectionId: 'c',
        searchText: 'a',
        topK: 1,
        threshold: 0,
      }),
      ask('network', '/api/vector/query', {}),
    ],
  },
  'the sides of Google': {
    exchanges: [
      ask('network', '/aistudio/v1/chat/completions', { model, messages }),
      ask('network', '/vertex/v1/chat/completions', { model, messages }),
    ],
  },
  'open routes and none': {
    exchanges: [
      look('network', '/health'),
      look('network', '/ready'),
      look('network', '/nothing'),
      look('network', '/gemini/nothing'),
      look('network', '/api/v1/model'),
    ],
  },
  'the config page reads': {
    exchanges: [
      look('owner', '/api/status'),
      look('owner', '/api/keys'),
      look('owner', '/api/settings'),
      look('owner', '/api/models'),
      look('owner', '/api/clients'),
      look('owner', '/metrics'),
    ],
  },
  'the config page changes': {
    exchanges: [
      change('POST', '/api/keys', { text: 'AIzaSyRECORDING_THREE_0123456789', label: 'third' }),
      change('PUT', '/api/settings/searchMode', { value: true }),
      change('PUT', '/api/settings/maxRetryNum', { value: 'many' }),
      change('DELETE', '/api/settings/searchMode'),
      change('POST', '/api/clients', { name: 'bob' }),
      look('owner', '/api/none'),
    ],
  },
  'what others see of the config page': { exchanges: [look('site', '/api/status'), look('network', '/api/status')] },
};
