import { describe, expect, it } from 'vitest';
import { decode, refusalOf } from './decode.ts';

const GEMINI_3 = 'gemini-3-flash-preview';

function contents(messages: unknown[], model = 'gemini-2.5-flash') {
  return decode({ messages, model }).request.contents;
}

const user = { role: 'user', content: 'Hi' };
const hi = { role: 'user', parts: [{ text: 'Hi' }] };
const toolCall = (id: string, name = 'f', args: unknown = '{}') => ({
  id,
  type: 'function',
  function: { name, arguments: args },
});

describe('system messages', () => {
  it('at the head become the system instruction, each text a part', () => {
    const { request } = decode({
      messages: [
        { role: 'system', content: 'One.' },
        { role: 'developer', content: [{ type: 'text', text: 'Two.' }, 'Three.'] },
        { role: 'system', content: '' },
        user,
      ],
    });
    expect(request.systemInstruction).toEqual({ parts: [{ text: 'One.' }, { text: 'Two.' }, { text: 'Three.' }] });
    expect(request.contents).toEqual([hi]);
  });

  it('later ones stay where they are, as the user', () => {
    const later = { role: 'system', content: 'Be brief.' };
    expect(contents([user, later, { role: 'assistant', content: 'Ok' }])).toEqual([
      hi,
      { role: 'user', parts: [{ text: 'Be brief.' }] },
      { role: 'model', parts: [{ text: 'Ok' }] },
    ]);
  });

  it('hold nothing but text', () => {
    const content = [{ type: 'image_url', image_url: { url: 'https://host.test/a.png' } }];
    const body = { model: 'gemini-2.5-flash', messages: [user, { role: 'system', content }] };
    expect(refusalOf(body)).toEqual(['invalid_value', 'messages[1].content']);
  });
});

describe('messages of the two speakers', () => {
  it('alternate as the client wrote them; "model" is the assistant too', () => {
    expect(contents([user, { role: 'model', content: 'Yes?' }, user])).toEqual([
      hi,
      { role: 'model', parts: [{ text: 'Yes?' }] },
      hi,
    ]);
  });

  it('carry no name', () => {
    expect(contents([{ ...user, name: 'alice' }])).toEqual([hi]);
  });

  it('an empty one of the user keeps its turn, one of the assistant goes', () => {
    const empty = [
      { role: 'assistant', content: null },
      { role: 'assistant', content: '', tool_calls: [] },
    ];
    expect(contents([{ role: 'user', content: '' }, ...empty])).toEqual([{ role: 'user', parts: [{ text: ' ' }] }]);
  });

  it('an assistant says refusals aloud, and its thoughts not at all', () => {
    const assistant = {
      role: 'assistant',
      content: 'No.',
      refusal: 'I will not.',
      reasoning_content: 'Hm',
      reasoning: 'Hm',
    };
    expect(contents([user, assistant])[1]?.parts).toEqual([{ text: 'No.' }, { text: 'I will not.' }]);
  });

  it("an assistant's images and signature come back in its turn", () => {
    const assistant = {
      role: 'assistant',
      content: [
        { type: 'text', text: 'a' },
        { type: 'text', text: 'b' },
      ],
      images: [{ type: 'image_url', image_url: { url: 'data:image/png;base64,iVBO' }, index: 0 }],
      extra_content: { google: { thought_signature: 'c2ln' } },
    };
    expect(contents([user, assistant])[1]?.parts).toEqual([
      { text: 'a' },
      { text: 'b', thoughtSignature: 'c2ln' },
      { inlineData: { mimeType: 'image/png', data: 'iVBO' } },
    ]);
  });
});

describe('tool messages', () => {
  const assistant = { role: 'assistant', tool_calls: [toolCall('1', 'f', '{"a":1}')] };

  it('answer the call of their id, under its name', () => {
    expect(contents([user, assistant, { role: 'tool', tool_call_id: '1', content: '{"b":2}' }])).toEqual([
      hi,
      { role: 'model', parts: [{ functionCall: { id: '1', name: 'f', args: { a: 1 } } }] },
      { role: 'user', parts: [{ functionResponse: { id: '1', name: 'f', response: { b: 2 } } }] },
    ]);
  });

  it('of the older function role answer by name', () => {
    const messages = [
      user,
      { role: 'assistant', content: null, function_call: { name: 'f', arguments: '{}' } },
      { role: 'function', name: 'f', content: 'done' },
    ];
    expect(contents(messages).slice(1)).toEqual([
      { role: 'model', parts: [{ functionCall: { id: 'call_new1', name: 'f', args: {} } }] },
      { role: 'user', parts: [{ functionResponse: { id: 'call_new1', name: 'f', response: { result: 'done' } } }] },
    ]);
  });

  it('without a call are told as the user', () => {
    expect(contents([user, { role: 'tool', tool_call_id: 'gone', name: 'f', content: 'done' }])[1]).toEqual({
      role: 'user',
      parts: [{ text: 'Result of f:\ndone' }],
    });
  });

  it.each([
    [GEMINI_3, true],
    ['gemini-2.5-flash', false],
  ])('with an image on %s: inside the response is %s', (model, inside) => {
    const image_url = { url: 'https://host.test/a.png', detail: 'high' };
    const result = {
      role: 'tool',
      tool_call_id: '1',
      content: [
        { type: 'text', text: 'see' },
        { type: 'image_url', image_url },
      ],
    };
    const { request, mediaFields } = decode({ model, messages: [user, assistant, result] });
    const parts = request.contents[2]?.parts ?? [];
    const image = inside ? parts[0]?.functionResponse?.parts?.[0] : parts[1];
    expect(image).toEqual({ fileData: { fileUri: 'https://host.test/a.png', mimeType: 'image/png' } });
    expect([...mediaFields]).toEqual([[image, 'messages[2].content[1].image_url.url']]);
    expect(parts).toHaveLength(inside ? 1 : 2);
  });
});

describe('what is wrong with messages', () => {
  const model = 'gemini-2.5-flash';
  it.each([
    ['messages', undefined],
    ['messages', null],
    ['messages', []],
    ['messages', 'Hi'],
    ['messages[0]', ['Hi']],
    ['messages[1].role', [user, { content: 'Hi' }]],
    ['messages[0].role', [{ role: 'narrator', content: 'Hi' }]],
    ['messages[0].content', [{ role: 'user', content: { text: 'Hi' } }]],
    ['messages[1].tool_calls', [user, { role: 'assistant', tool_calls: {} }]],
    ['messages[1].tool_calls[0].function', [user, { role: 'assistant', tool_calls: [{ id: '1' }] }]],
    ['messages[1].tool_calls[0].function.name', [user, { role: 'assistant', tool_calls: [{ function: {} }] }]],
  ])('%s', (field, messages) => {
    expect(refusalOf({ model, messages })).toEqual(['invalid_value', field]);
  });
});
