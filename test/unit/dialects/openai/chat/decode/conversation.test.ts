import { describe, expect, it } from 'vitest';
import {
  type Call,
  createConversation,
  type Result,
} from '../../../../../../src/core/dialects/openai/chat/decode/conversation.ts';

const call = (id: string, name = 'f', signature?: string): Call => ({
  id,
  name,
  args: {},
  ...(signature && { signature }),
});
const result = (value: string, extra: Partial<Result> = {}): Result => ({
  response: { value },
  inside: [],
  beside: [],
  ...extra,
});
const say = (text: string) => [{ text }];

/** A conversation in short: `u:text`, `m:text`, `m:f#id`, `u:f#id=value`. */
function outline(conversation: ReturnType<typeof createConversation>): string[] {
  return conversation.contents().map(
    ({ role, parts }) =>
      `${role === 'model' ? 'm' : 'u'}:${parts
        .map((part) => {
          if (part.functionCall) return `${part.functionCall.name}#${part.functionCall.id}`;
          const { functionResponse } = part;
          if (functionResponse) {
            const { id, name, response } = functionResponse;
            return `${name}#${id}=${response.value ?? response.error}`;
          }
          return part.text ?? 'media';
        })
        .join(' ')}`,
  );
}

describe('a conversation', () => {
  it('keeps messages of one role apart and in order', () => {
    const talk = createConversation();
    for (const text of ['a', 'b']) talk.addUser(say(text));
    for (const text of ['c', 'd']) talk.addModel(say(text), []);
    expect(outline(talk)).toEqual(['u:a', 'u:b', 'm:c', 'm:d']);
  });

  it('gathers the results of parallel calls in the order of the calls', () => {
    const talk = createConversation();
    talk.addUser(say('go'));
    talk.addModel(say('ok'), [call('1'), call('2')]);
    talk.addResult('2', undefined, result('two'));
    talk.addResult('1', undefined, result('one'));
    expect(outline(talk)).toEqual(['u:go', 'm:ok f#1 f#2', 'u:f#1=one f#2=two']);
  });

  it('keeps the steps of one turn apart', () => {
    const talk = createConversation();
    talk.addUser(say('go'));
    for (const id of ['1', '2']) {
      talk.addModel([], [call(id)]);
      talk.addResult(id, undefined, result(id));
    }
    expect(outline(talk)).toEqual(['u:go', 'm:f#1', 'u:f#1=1', 'm:f#2', 'u:f#2=2']);
  });

  it('lets nothing come between a call and its result', () => {
    const talk = createConversation();
    talk.addUser(say('go'));
    talk.addModel([], [call('1'), call('2')]);
    talk.addModel(say('working'), []);
    talk.addResult('1', undefined, result('one'));
    talk.addUser(say('and?'));
    talk.addResult('2', undefined, result('two'));
    talk.addModel(say('done'), []);
    expect(outline(talk)).toEqual(['u:go', 'm:f#1 f#2 working', 'u:f#1=one f#2=two', 'u:and?', 'm:done']);
  });

  it('lets calls share the turn of what the assistant said right before them', () => {
    const talk = createConversation();
    talk.addUser(say('go'));
    talk.addModel(say('let me look'), []);
    talk.addModel([], [call('1')]);
    talk.addResult('1', undefined, result('one'));
    expect(outline(talk)).toEqual(['u:go', 'm:let me look f#1', 'u:f#1=one']);
  });

  it('answers for calls whose result was cut off, also at the end', () => {
    const talk = createConversation();
    talk.addUser(say('go'));
    talk.addModel([], [call('1'), call('2')]);
    talk.addResult('2', undefined, result('two'));
    talk.addModel([], [call('3')]);
    expect(outline(talk)).toEqual(['u:go', 'm:f#1 f#2', 'u:f#1=no result f#2=two', 'm:f#3', 'u:f#3=no result']);
  });

  it('never begins with calls', () => {
    const talk = createConversation();
    talk.addModel(say('hello'), [call('1')]);
    talk.addResult('1', undefined, result('one'));
    expect(outline(talk)).toEqual(['u: ', 'm:hello f#1', 'u:f#1=one']);
  });

  it('tells apart calls to which a client gave one id', () => {
    const talk = createConversation();
    talk.addUser(say('go'));
    for (const turn of ['a', 'b']) {
      talk.addModel([], [call('x'), call('x')]);
      talk.addResult('x', undefined, result(`${turn}1`));
      talk.addResult('x', undefined, result(`${turn}2`));
    }
    const answered = ['u:f#x=a1 f#x_2=a2', 'u:f#x=b1 f#x_2=b2'];
    expect(outline(talk)).toEqual(['u:go', 'm:f#x f#x_2', answered[0], 'm:f#x f#x_2', answered[1]]);
    expect(talk.addResult('x', undefined, result('one too many'))).toBe(false);
    expect(talk.callIds()).toEqual(['x']);
  });

  it('finds the call of a result without an id by name, or takes the first', () => {
    const talk = createConversation();
    talk.addUser(say('go'));
    talk.addModel([], [call('1', 'f'), call('2', 'g')]);
    expect(talk.addResult(undefined, 'h', result('nobody'))).toBe(false);
    expect(talk.addResult(undefined, 'g', result('two'))).toBe(true);
    expect(talk.addResult(undefined, undefined, result('one'))).toBe(true);
    expect(outline(talk).at(-1)).toBe('u:f#1=one g#2=two');
  });

  it('puts media into the response, or behind all responses', () => {
    const image = { inlineData: { mimeType: 'image/png', data: 'iVBO' } };
    const talk = createConversation();
    talk.addUser(say('go'));
    talk.addModel([], [call('1'), call('2')]);
    talk.addResult('1', undefined, result('one', { beside: [image] }));
    talk.addResult('2', undefined, result('two', { inside: [image] }));
    expect(talk.contents().at(-1)?.parts).toEqual([
      { functionResponse: { id: '1', name: 'f', response: { value: 'one' } } },
      { functionResponse: { id: '2', name: 'f', response: { value: 'two' }, parts: [image] } },
      image,
    ]);
  });

  it('leaves each signature on its own call', () => {
    const talk = createConversation();
    talk.addUser(say('go'));
    talk.addModel([], [call('1', 'f', 'c2ln'), call('2')]);
    expect(talk.contents()[1]?.parts).toEqual([
      { functionCall: { id: '1', name: 'f', args: {} }, thoughtSignature: 'c2ln' },
      { functionCall: { id: '2', name: 'f', args: {} } },
    ]);
  });
});
