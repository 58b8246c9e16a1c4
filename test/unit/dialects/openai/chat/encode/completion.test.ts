import { describe, expect, it } from 'vitest';
import { encodeCompletion } from '../../../../../../src/core/dialects/openai/chat/encode/completion.ts';
import type { Candidate, GenerateContentResponse, Part } from '../../../../../../src/core/google/wire.ts';
import { answerOf, encodeContext, PNG } from '../../context.ts';

const encode = (answer: GenerateContentResponse, context = encodeContext()) => {
  const [choice] = encodeCompletion([answer], context).choices;
  if (!choice) throw new Error('no choice');
  return choice;
};
const encodeParts = (parts: Part[], candidate?: Candidate, context = encodeContext()) =>
  encode(answerOf(parts, candidate), context).message;

describe('the envelope', () => {
  it('is a chat.completion of the model that the client named', () => {
    const completion = encodeCompletion(
      [{ ...answerOf([{ text: 'Hi' }]), modelVersion: 'gemini-2.5-flash-001' }],
      encodeContext({ model: 'models/gemini-2.5-flash' }),
    );
    expect(completion).toMatchObject({
      id: 'chatcmpl-1',
      object: 'chat.completion',
      created: 1_795_000_000,
      model: 'models/gemini-2.5-flash',
      choices: [
        {
          index: 0,
          message: { role: 'assistant', content: 'Hi', refusal: null },
          finish_reason: 'stop',
          logprobs: null,
        },
      ],
      usage: { prompt_tokens: 0, completion_tokens: 0, total_tokens: 0 },
    });
  });
});

describe('text', () => {
  it('joins parts without separator and keeps white space', () => {
    expect(encodeParts([{ text: 'Hello ' }, { text: '\nwor' }, { text: 'ld ' }]).content).toBe('Hello \nworld ');
  });

  it('keeps thoughts out of the content', () => {
    const message = encodeParts([{ text: 'Plan. ', thought: true }, { text: 'Check.', thought: true }, { text: '4' }]);
    expect(message).toMatchObject({ content: '4', reasoning_content: 'Plan. Check.' });
  });

  it('has no reasoning_content without thoughts', () => {
    expect(encodeParts([{ text: '4' }])).not.toHaveProperty('reasoning_content');
  });

  it('exposes a text signature beside the content, also one that comes on an empty part', () => {
    expect(encodeParts([{ text: 'Hi' }, { text: '', thoughtSignature: 'c2ln' }])).toMatchObject({
      content: 'Hi',
      extra_content: { google: { thought_signature: 'c2ln' } },
    });
    expect(encodeParts([{ text: 'Hi' }, { thoughtSignature: 'c2ln' }])).toMatchObject({
      content: 'Hi',
      extra_content: { google: { thought_signature: 'c2ln' } },
    });
  });

  it('ignores parts of unknown kinds', () => {
    const unknown = { toolCall: { toolType: 'GOOGLE_SEARCH' } } as unknown as Part;
    expect(encodeParts([unknown, { text: 'Hi' }, {} as Part]).content).toBe('Hi');
  });
});

describe('tool calls', () => {
  it('has null content, JSON arguments and finish reason tool_calls', () => {
    const choice = encode(answerOf([{ functionCall: { name: 'get', args: { city: 'Rome' } } }]));
    expect(choice.finish_reason).toBe('tool_calls');
    expect(choice.message.content).toBeNull();
    expect(choice.message.tool_calls).toEqual([
      { id: 'call_id1', type: 'function', function: { name: 'get', arguments: '{"city":"Rome"}' } },
    ]);
  });

  it('writes {} for a call without arguments', () => {
    expect(encodeParts([{ functionCall: { name: 'now' } }]).tool_calls?.[0]?.function.arguments).toBe('{}');
  });

  it("keeps Google's ids, and makes others unique in the answer and over the conversation", () => {
    const answer = answerOf([
      { functionCall: { id: 'a', name: 'f' } },
      { functionCall: { id: 'a', name: 'f' } },
      { functionCall: { id: 'old', name: 'f' } },
      { functionCall: { name: 'f' } },
    ]);
    const message = encode(answer, encodeContext({ usedCallIds: ['old'] })).message;
    expect(message.tool_calls?.map(({ id }) => id)).toEqual(['a', 'call_id1', 'call_id2', 'call_id3']);
  });

  it('writes the ids into the answer, for the signature vault', () => {
    const answer = answerOf([{ functionCall: { name: 'f' } }]);
    encode(answer);
    expect(answer.candidates?.[0]?.content?.parts?.[0]?.functionCall?.id).toBe('call_id1');
  });

  it('puts the signature on the call that carries it, and only there', () => {
    const message = encodeParts([
      { functionCall: { name: 'f' }, thoughtSignature: 'c2ln' },
      { functionCall: { name: 'g' } },
    ]);
    expect(message.tool_calls?.[0]?.extra_content).toEqual({ google: { thought_signature: 'c2ln' } });
    expect(message.tool_calls?.[1]).not.toHaveProperty('extra_content');
    expect(message).not.toHaveProperty('extra_content');
  });

  it("gives functions the client's names back", () => {
    const context = encodeContext({ clientName: (name) => name.replace('_', '/') });
    const message = encodeParts([{ functionCall: { name: 'files_list' } }], {}, context);
    expect(message.tool_calls?.[0]?.function.name).toBe('files/list');
  });

  it('keeps the text beside the calls', () => {
    expect(encodeParts([{ text: 'Looking.' }, { functionCall: { name: 'f' } }])).toMatchObject({ content: 'Looking.' });
  });
});

describe('images', () => {
  const image = { inlineData: { mimeType: 'image/png', data: PNG } };

  it('are a field of the message', () => {
    const message = encodeParts([{ text: 'Here.' }, image, { ...image, thoughtSignature: 'c2ln' }]);
    expect(message.content).toBe('Here.');
    expect(message.images).toEqual([
      { type: 'image_url', image_url: { url: `data:image/png;base64,${PNG}` }, index: 0 },
      {
        type: 'image_url',
        image_url: { url: `data:image/png;base64,${PNG}` },
        index: 1,
        extra_content: { google: { thought_signature: 'c2ln' } },
      },
    ]);
  });

  it('are Markdown in the content where that is wanted', () => {
    const message = encodeParts([{ text: 'Here.' }, image], {}, encodeContext({ images: 'markdown' }));
    expect(message.content).toBe(`Here.\n![image](data:image/png;base64,${PNG})\n`);
    expect(message).not.toHaveProperty('images');
  });

  it('leaves out the drafts of a thinking image model', () => {
    expect(encodeParts([{ ...image, thought: true }, { text: 'Done.' }])).not.toHaveProperty('images');
  });
});

describe('sound', () => {
  it('is one WAV file', () => {
    const half = { inlineData: { mimeType: 'audio/L16;codec=pcm;rate=24000', data: btoa('\0\x01') } };
    const { audio } = encodeParts([half, half]);
    expect(audio).toMatchObject({ id: 'audio_id1', transcript: '', expires_at: 1_795_000_000 });
    expect(atob(audio?.data ?? '').slice(0, 4)).toBe('RIFF');
    expect(atob(audio?.data ?? '').slice(44)).toBe('\0\x01\0\x01');
  });
});

describe('code that Google ran', () => {
  it('is fenced with its language, and so is what it printed', () => {
    const message = encodeParts([
      { text: 'Let me count.' },
      { executableCode: { language: 'PYTHON', code: 'print(6*7)\n' } },
      { codeExecutionResult: { outcome: 'OUTCOME_OK', output: '42\n' } },
      { text: 'So 42.' },
    ]);
    expect(message.content).toBe('Let me count.\n```python\nprint(6*7)\n```\n\n```\n42\n```\nSo 42.');
  });

  it('says how it failed when it printed nothing', () => {
    expect(encodeParts([{ codeExecutionResult: { outcome: 'OUTCOME_DEADLINE_EXCEEDED' } }]).content).toBe(
      '\n```\ndeadline_exceeded\n```\n',
    );
  });

  it('uses a fence longer than any inside', () => {
    expect(encodeParts([{ executableCode: { language: 'PYTHON', code: 'x = "```"' } }]).content).toBe(
      '\n````python\nx = "```"\n````\n',
    );
  });
});

describe('candidates', () => {
  it('are choices in order of their index', () => {
    const answer = {
      candidates: [
        { index: 1, content: { parts: [{ text: 'B' }] }, finishReason: 'STOP' },
        { index: 0, content: { parts: [{ text: 'A' }] }, finishReason: 'MAX_TOKENS' },
      ],
    };
    const { choices } = encodeCompletion([answer], encodeContext());
    expect(choices.map(({ index, message, finish_reason }) => [index, message.content, finish_reason])).toEqual([
      [0, 'A', 'length'],
      [1, 'B', 'stop'],
    ]);
  });

  it('take their position where Google gives no index', () => {
    const parts = (text: string) => ({ content: { parts: [{ text }] } });
    const { choices } = encodeCompletion([{ candidates: [parts('A'), parts('B')] }], encodeContext());
    expect(choices.map(({ index }) => index)).toEqual([0, 1]);
  });

  it('go on counting over several answers, whose usage adds up', () => {
    const call = (text: string) => ({
      ...answerOf([{ text }, { functionCall: { id: 'same', name: 'f' } }]),
      usageMetadata: { promptTokenCount: 3, candidatesTokenCount: 2, totalTokenCount: 5 },
    });
    const blocked = { promptFeedback: { blockReason: 'SAFETY' } };
    const { choices, usage } = encodeCompletion([call('A'), blocked, call('B')], encodeContext());
    expect(choices.map(({ index, message }) => [index, message.content])).toEqual([
      [0, 'A'],
      [1, null],
      [2, 'B'],
    ]);
    expect(usage).toMatchObject({ prompt_tokens: 6, completion_tokens: 4, total_tokens: 10 });
    const ids = choices.flatMap(({ message }) => message.tool_calls?.map(({ id }) => id) ?? []);
    expect(new Set(ids).size).toBe(2);
  });
});

describe('ends', () => {
  it('survives a candidate without content', () => {
    const choice = encode({ candidates: [{ finishReason: 'MAX_TOKENS', index: 0 }] });
    expect(choice).toMatchObject({ finish_reason: 'length', message: { content: '' } });
  });

  it('tells why a filter stopped the answer, and keeps what was written', () => {
    expect(encode(answerOf([{ text: 'Once' }], { finishReason: 'RECITATION' }))).toMatchObject({
      finish_reason: 'content_filter',
      message: {
        content: 'Once',
        refusal: 'Google stopped the answer: it repeats a published source too closely (RECITATION).',
      },
    });
  });

  it('turns a blocked prompt into a refused choice', () => {
    expect(encode({ promptFeedback: { blockReason: 'PROHIBITED_CONTENT' } })).toMatchObject({
      index: 0,
      finish_reason: 'content_filter',
      message: {
        role: 'assistant',
        content: null,
        refusal: 'Google blocked the prompt: it contains prohibited content (PROHIBITED_CONTENT).',
      },
    });
  });

  it('answers an answer of nothing with an empty message', () => {
    expect(encode({})).toMatchObject({ finish_reason: 'stop', message: { content: '', refusal: null } });
  });
});
