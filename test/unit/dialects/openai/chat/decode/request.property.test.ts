import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { decodeChat } from '../../../../../../src/core/dialects/openai/chat/decode/request.ts';
import { restoreSignatures } from '../../../../../../src/core/google/signatures/signatures.ts';
import { faultsOf } from '../../../../../support/strict-google/strict-google.ts';
import { arbitraryChat, arbitraryMessages } from './arbitrary-chat.ts';

// Thousands of requests take their time on a busy machine.
vi.setConfig({ testTimeout: 120_000 });

const ids = () => {
  let count = 0;
  return () => `new${++count}`;
};

const knowsNothing = { find: async () => undefined };

describe('for any chat request', () => {
  it('what goes upstream is a request that Google takes', async () => {
    await fc.assert(
      fc.asyncProperty(arbitraryChat, async (chat) => {
        const { model, request } = decodeChat(chat, { thoughts: true, ids: ids() });
        const signed = await restoreSignatures(request, model, knowsNothing);
        expect(faultsOf(model, signed)).toEqual([]);
        // Nothing that JSON cannot carry, or would carry differently.
        expect(JSON.parse(JSON.stringify(signed))).toEqual(signed);
      }),
      { numRuns: 200 },
    );
  });

  it('decoding leaves the body as it was, and is the same every time', () => {
    fc.assert(
      fc.property(arbitraryChat, (chat) => {
        const before = JSON.stringify(chat);
        const first = decodeChat(chat, { thoughts: false, ids: ids() });
        expect(JSON.stringify(chat)).toBe(before);
        expect(decodeChat(chat, { thoughts: false, ids: ids() }).request).toEqual(first.request);
      }),
    );
  });
});

describe('for any messages', () => {
  it('no text of theirs is lost, and the texts of each speaker stay in order', () => {
    const marked = arbitraryMessages.map((messages) =>
      messages.map((message, index) => ({ ...message, content: `text-${index}-end` })),
    );
    fc.assert(
      fc.property(
        marked,
        fc.constantFrom('gemini-2.0-flash', 'gemini-3.8-flash', 'gemma-3-27b-it'),
        (messages, model) => {
          const { request } = decodeChat({ model, messages }, { thoughts: false, ids: ids() });
          const sent = JSON.stringify([request.systemInstruction, request.contents]);
          for (const { content } of messages) expect(sent).toContain(content);
          const said = request.contents.flatMap(({ role, parts }) =>
            role === 'model' ? parts.flatMap((part) => /text-(\d+)-end/.exec(part.text ?? '')?.[1] ?? []) : [],
          );
          expect(said.map(Number)).toEqual(said.map(Number).toSorted((a, b) => a - b));
        },
      ),
    );
  });

  it('every result stays with the id of its call', () => {
    const step = fc.tuple(fc.uniqueArray(fc.string({ minLength: 1 }), { minLength: 1, maxLength: 5 }), fc.nat());
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 4 }), (steps) => {
        const messages = steps.flatMap(([callIds, turn]) => {
          const calls = callIds.map((id) => ({ id, type: 'function', function: { name: 'f', arguments: '{}' } }));
          const results = callIds.map((id) => ({
            role: 'tool',
            tool_call_id: id,
            content: JSON.stringify({ of: id }),
          }));
          const shift = turn % callIds.length;
          return [{ role: 'assistant', tool_calls: calls }, ...results.slice(shift), ...results.slice(0, shift)];
        });
        const body = { model: 'gemini-3.5-flash', messages: [{ role: 'user', content: 'Hi' }, ...messages] };
        const { request } = decodeChat(body, { thoughts: false, ids: ids() });
        const responses = request.contents.flatMap(({ parts }) => parts.flatMap((part) => part.functionResponse ?? []));
        const expected = steps.flatMap(([callIds]) => callIds);
        expect(responses.map(({ id }) => id)).toEqual(expected);
        expect(responses.map(({ response }) => response.of)).toEqual(expected);
      }),
    );
  });
});
