/** However many messages, calls, results and tools a client sends: each costs the same. */
// covers: src/core/dialects/openai/chat/decode
import { describe, expect, test } from 'vitest';
import { decodeChat } from '../../../src/core/dialects/openai/chat/decode/request.ts';
import { postProcess } from '../../../src/core/dialects/sillytavern/generate/post-process.ts';
import { resourcesIn } from '../../../src/core/google/resources/resource-names.ts';
import { withoutThinkBlocks } from '../../../src/core/google/transforms/think-blocks.ts';
import { expectLinear } from '../../support/count-steps.ts';

let last = 0;
const decode = (body: object) =>
  decodeChat({ model: 'gemini-2.5-pro', ...body }, { thoughts: true, ids: () => `id${++last}` });
const many = <T>(size: number, make: (index: number) => T): T[] =>
  Array.from({ length: size }, (_, index) => make(index));

const user = { role: 'user', content: 'Hi' };
const call = (id: string, name = 'f') => ({ id, function: { name, arguments: '{"a":1}' } });
const calls = (list: object[]) => ({ role: 'assistant', content: 'so', tool_calls: list });
const result = (fields: object) => ({ role: 'tool', content: '{"r":1}', ...fields });

describe('messages', () => {
  test.each<[string, (size: number) => object[]]>([
    ['that the user says', (size) => many(size, () => user)],
    ['of all roles', (size) => many(size, (n) => ({ role: ['user', 'assistant', 'system'][n % 3], content: 'x' }))],
    ['of parts', (size) => [{ role: 'user', content: many(size, () => ({ type: 'text', text: 'x' })) }]],
    [
      'of images',
      (size) =>
        many(size, () => ({ role: 'user', content: [{ type: 'image_url', image_url: 'https://x.example/y.png' }] })),
    ],
    ['with calls of one message', (size) => [user, calls(many(size, (n) => call(`c${n}`)))]],
    ['with calls of one message and one id', (size) => [user, calls(many(size, () => call('c')))]],
    ['with calls of a message each', (size) => [user, ...many(size, (n) => calls([call(`c${n}`)]))]],
    [
      'with results by id',
      (size) => [
        user,
        calls(many(size, (n) => call(`c${n}`))),
        ...many(size, (n) => result({ tool_call_id: `c${size - 1 - n}` })),
      ],
    ],
    [
      'with results by one id',
      (size) => [user, calls(many(size, () => call('c'))), ...many(size, () => result({ tool_call_id: 'c' }))],
    ],
    [
      'with results by name',
      (size) => [
        user,
        calls(many(size, (n) => call(`c${n}`, `f${n}`))),
        ...many(size, (n) => result({ name: `f${size - 1 - n}` })),
      ],
    ],
    [
      'with results by no name',
      (size) => [user, calls(many(size, (n) => call(`c${n}`))), ...many(size, () => result({}))],
    ],
    [
      'with results of no call',
      (size) => [user, calls(many(size, (n) => call(`c${n}`))), ...many(size, () => result({ tool_call_id: 'x' }))],
    ],
    [
      'with turns of calls that nobody answers',
      (size) => [
        ...many(size, (n) => [user, calls([call(`c${n}`)])]).flat(),
        ...many(size, () => result({ name: 'g' })),
      ],
    ],
    [
      'with turns of calls of one id',
      (size) => many(size, () => [user, calls([call('c')]), result({ tool_call_id: 'c' })]).flat(),
    ],
    [
      'with signatures that are none',
      (size) => [user, { role: 'assistant', content: 'x', signature: `${'='.repeat(size)}x` }],
    ],
    ['with calls of one long name', (size) => [user, calls(many(size, () => call('c', 'x'.repeat(200))))]],
  ])('%s', (_name, make) => {
    expectLinear(make, (messages) => decode({ messages }));
  });

  test('of a hundred thousand parts, images and texts fit on the stack', () => {
    const texts = many(150_000, () => ({ type: 'text', text: 'x' }));
    const messages = [
      { role: 'system', content: texts },
      { role: 'user', content: texts },
      { role: 'assistant', content: texts, images: texts },
    ];
    const { contents, systemInstruction } = decode({ messages }).request;
    expect([systemInstruction?.parts.length, contents[0]?.parts.length]).toEqual([150_000, 150_000]);
    const google = { tools: [{ functionDeclarations: many(150_000, (n) => ({ name: `f${n}` })) }] };
    expect(decode({ messages: [user], google }).request.tools?.[0]?.functionDeclarations).toHaveLength(150_000);
  });

  test.each(['<think>', '<think>a</think> ', '</think>', '<think> </'])('that say %s again and again', (text) => {
    const make = (size: number) => ({ contents: [{ role: 'model' as const, parts: [{ text: text.repeat(size) }] }] });
    expectLinear(make, withoutThinkBlocks);
  });

  test('that name files', () => {
    expectLinear((size) => many(size, (n) => ({ fileData: { fileUri: `files/f${n}` } })), resourcesIn);
  });
});

describe('tools', () => {
  const named = (name: (index: number) => string) => (size: number) => ({
    messages: [user],
    tools: many(size, (n) => ({
      type: 'function',
      function: { name: name(n), parameters: { type: 'object', properties: { a: { type: 'string' } } } },
    })),
  });
  const marks = '!"§$%&/()=?{[]}\\+*~#;,<>|^°äöü';

  test.each<[string, (index: number) => string]>([
    ['of different names', (n) => `f${n}`],
    [
      'of names that look alike to Google',
      (n) => `f${marks[n % 30]}${marks[Math.floor(n / 30) % 30]}${marks[Math.floor(n / 900)]}`,
    ],
    ['of long names that begin alike', (n) => `${'x'.repeat(130)}${n}`],
    ['of long names that nearly end alike', (n) => `${'x'.repeat(122)}${String(n).padStart(6, '0')}!`],
  ])('%s', (_name, name) => {
    expectLinear(named(name), decode);
    const { tools } = decode(named(name)(300)).request;
    const names = tools?.[0]?.functionDeclarations?.map((declared) => declared.name) ?? [];
    expect(new Set(names).size).toBe(300);
    expect(Math.max(...names.map(({ length }) => length))).toBeLessThanOrEqual(128);
  });

  test('of Google’s own', () => {
    expectLinear((size) => ({ messages: [user], tools: many(size, (n) => ({ [`tool${n}`]: {} })) }), decode);
  });
});

describe('SillyTavern’s messages', () => {
  const names = { user: 'U', character: 'C', group: [] };
  test.each(['merge', 'semi', 'strict', 'single'])('that are merged (%s)', (mode) => {
    const image = { type: 'image_url', image_url: 'u' };
    const make = (size: number) => many(size, () => ({ role: 'user', content: [{ type: 'text', text: 'x' }, image] }));
    expectLinear(make, (messages) => postProcess(messages, mode, names));
  });
});
