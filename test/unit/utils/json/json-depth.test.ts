import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { resourcesIn } from '../../../../src/core/google/resources/resource-names.ts';
import { checkDepth, checkTextDepth, DEEPEST_JSON, isTooDeep } from '../../../../src/core/utils/json/json-depth.ts';
import { type FakeGemini, startFakeGemini } from '../../../fake-gemini/server.ts';
import { expectLinear } from '../../../support/count-steps.ts';
import { openHajimi, type TestHajimi } from '../../../support/hajimi.ts';

/** JSON text of lists, or of objects with one field, in each other. */
const lists = (depth: number) => '['.repeat(depth) + ']'.repeat(depth);
const objects = (depth: number, field = 'a') => `${`{"${field}":`.repeat(depth)}1${'}'.repeat(depth)}`;

describe('checkDepth', () => {
  test.each([lists, objects])('takes %o of the limit and refuses one more', (make) => {
    expect(() => checkDepth(JSON.parse(make(DEEPEST_JSON)))).not.toThrow();
    expect(() => checkDepth(JSON.parse(make(DEEPEST_JSON + 1)))).toThrow('is nested more than 200 levels deep');
    expect(() => checkTextDepth(make(DEEPEST_JSON))).not.toThrow();
    expect(() => checkTextDepth(make(DEEPEST_JSON + 1))).toThrow('is nested more than 200 levels deep');
  });

  test('names the field, and not all the rest of the way', () => {
    const body = { model: 'x', messages: [{ content: 'a' }, { meta: JSON.parse(objects(300)) }] };
    expect(() => checkDepth(body)).toThrow('"messages[1].meta.a.a.a"');
    expect(() => checkDepth(JSON.parse(lists(300)), 'tools[0].parameters')).toThrow('"tools[0].parameters[0][0][0]');
  });

  test('overflows at no depth', () => {
    expect(isTooDeep(JSON.parse(objects(300_000)))).toBe(true);
    expect(() => checkTextDepth(lists(300_000))).toThrow('levels');
    expect(resourcesIn(JSON.parse(objects(300_000)))).toEqual([]);
  });

  test('brackets within strings do not count, and what is no JSON passes', () => {
    const brackets = '[{'.repeat(300);
    expect(() => checkTextDepth(JSON.stringify([brackets, `\\"${brackets}`, `"\\\\`, brackets]))).not.toThrow();
    expect(() => checkTextDepth(brackets)).not.toThrow();
    expect(() => checkTextDepth(`"${brackets}`)).not.toThrow();
  });

  test('takes as many steps as there are values', () => {
    expectLinear((size) => JSON.parse(`[${Array(size).fill(objects(20)).join()}]`), checkDepth);
    expectLinear((size) => JSON.stringify(Array(size).fill('\\"['.repeat(20))), checkTextDepth);
    expectLinear((size) => `"${'\\'.repeat(2 * size)}"`, checkTextDepth);
  });
});

describe('a request that is nested too deep', () => {
  let google: FakeGemini;
  let hajimi: TestHajimi;
  beforeEach(async () => {
    google = await startFakeGemini();
    hajimi = openHajimi({ env: { geminiBaseUrl: google.url }, keyTexts: ['AIzaSyDEPTH_0123456789_0123456789_01234'] });
  });
  afterEach(async () => {
    await hajimi.close();
    await google.close();
  });

  const ask = async (path: string, body: string) => {
    const response = await hajimi.fetch(
      new Request(`http://127.0.0.1${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body,
      }),
      { id: 'http://localhost', trust: 'owner' },
    );
    return [response.status, await response.text()] as const;
  };
  const chat = (more: string, message = '') =>
    `{"model":"gemini-2.5-flash","messages":[{"role":"user","content":"Hi"}${message}]${more}}`;
  const called = (args: string) =>
    chat('', `,{"role":"assistant","tool_calls":[{"function":{"name":"f","arguments":${args}}}]}`);
  const native = (more: string) => `{"contents":[{"role":"user","parts":[{"text":"Hi"}]}]${more}}`;
  const deep = objects(6000);
  const chatPath = '/v1/chat/completions';
  const generate = '/v1beta/models/gemini-2.5-flash:generateContent';

  test.each([
    [
      'arguments of a call as text',
      chatPath,
      called(JSON.stringify(deep)),
      'messages[1].tool_calls[0].function.arguments',
    ],
    ['arguments of a call', chatPath, called(deep), 'messages[1].tool_calls[0].function.arguments'],
    [
      'parameters of a tool',
      chatPath,
      chat(`,"tools":[{"function":{"name":"f","parameters":${objects(6000, 'items')}}}]`),
      'tools[0]',
    ],
    [
      'a format',
      chatPath,
      chat(`,"response_format":{"type":"json_schema","json_schema":{"schema":${deep}}}`),
      'response_format',
    ],
    ["Google's own fields", chatPath, chat(`,"google":{"generation_config":${deep}}`), 'google'],
    ['a field that nobody knows', chatPath, chat(`,"metadata":${lists(6000)}`), 'metadata'],
    ['a change of the owner', '/api/keys/reveal', `{"ids":${lists(6000)}}`, 'ids'],
    [
      'a native call',
      generate,
      native(`,"generationConfig":{"responseJsonSchema":${objects(230)}}`),
      'generationConfig',
    ],
    [
      'a native call by a name that means more',
      generate.replace('flash', 'flash-search'),
      native(`,"tools":${lists(6000)}`),
      'tools',
    ],
  ])('%s: 400 that names it', async (_name, path, body, field) => {
    const [status, text] = await ask(path, body);
    expect([status, text]).toEqual([400, expect.stringContaining(field)]);
    expect(text.length).toBeLessThan(1500);
  });

  test('a native call that nests deeper still is refused before all of it is held', async () => {
    const [status, text] = await ask(generate, native(`,"generationConfig":{"responseJsonSchema":${deep}}`));
    expect([status, text]).toEqual([400, expect.stringContaining('nested too deep')]);
  });

  test('the result of a tool goes as the text that it is', async () => {
    const message = `,{"role":"assistant","tool_calls":[{"id":"c","function":{"name":"f","arguments":"{}"}}]},{"role":"tool","tool_call_id":"c","content":${JSON.stringify(deep)}}`;
    expect((await ask(chatPath, chat('', message)))[0]).toBe(200);
  });
});
