/** What a client brings back of an answer with calls, against what Google gave. */
// covers: src/core/dialects/openai/chat/encode, src/core/dialects/openai/chat/decode, src/core/google/signatures
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeChat } from '../../../../../src/core/dialects/openai/chat/decode/request.ts';
import { encodeCompletion } from '../../../../../src/core/dialects/openai/chat/encode/completion.ts';
import type { Message } from '../../../../../src/core/dialects/openai/wire-response.ts';
import { collectSignatures, createSignatureVault } from '../../../../../src/core/google/signatures/signature-vault.ts';
import { restoreSignatures } from '../../../../../src/core/google/signatures/signatures.ts';
import type { Part } from '../../../../../src/core/google/wire.ts';
import type { JsonObject } from '../../../../../src/core/utils/json/json.ts';
import { answerOf, encodeContext } from '../context.ts';

/** Names that Google takes, and names that it does not. */
const names = ['get_weather', 'files/list', '2fast', 'größe', 'a.b-c:d'];
const tools = names.map((name) => ({ type: 'function', function: { name, parameters: { type: 'object' } } }));
const model = 'gemini-3-flash-preview';

const json = fc.jsonValue({ maxDepth: 2 }).map((value) => JSON.parse(JSON.stringify(value)));
const calls = fc.array(
  fc.record({
    name: fc.constantFrom(...names),
    args: fc.dictionary(fc.string(), json, { maxKeys: 3 }),
    id: fc.option(fc.stringMatching(/^[a-z0-9]{6}$/), { nil: undefined }),
  }),
  { minLength: 1, maxLength: 4 },
);

const decode = (messages: unknown[]) => decodeChat({ model, messages, tools }, { thoughts: true, ids: () => 'unused' });

/** Google's answer with these calls, and what the next request makes of the message that the client got. */
async function loop(
  wanted: ReadonlyArray<{ name: string; args: object; id: string | undefined }>,
  client: (message: Message) => unknown,
) {
  const { toolNames } = decode([{ role: 'user', content: 'Go' }]);
  const parts = wanted.map(
    ({ name, args, id }, index): Part => ({
      functionCall: { name: toolNames.toGoogle(name), args: args as JsonObject, ...(id ? { id } : {}) },
      ...(index === 0 ? { thoughtSignature: 'c2lnbmF0dXJl' } : {}),
    }),
  );
  const answer = answerOf(parts);
  const [choice] = encodeCompletion([answer], encodeContext({ clientName: toolNames.toClient })).choices;
  if (!choice) throw new Error('no choice');
  const vault = createSignatureVault({
    read: async () => undefined,
    put: () => undefined,
    clock: { now: () => 0, after: () => () => undefined },
  });
  await vault.keep(collectSignatures(answer));
  const results = (choice.message.tool_calls ?? []).map(({ id }) => ({
    role: 'tool',
    tool_call_id: id,
    content: '{}',
  }));
  const { request } = decode([{ role: 'user', content: 'Go' }, client(choice.message), ...results]);
  const { contents } = await restoreSignatures(request, model, vault);
  return { given: parts, message: choice.message, back: contents.find(({ role }) => role === 'model')?.parts };
}

describe('a call', () => {
  it('reaches the client under its own name, once', async () => {
    await fc.assert(
      fc.asyncProperty(calls, async (wanted) => {
        const { message } = await loop(wanted, (whole) => whole);
        expect(message.tool_calls?.map(({ function: { name } }) => name)).toEqual(wanted.map(({ name }) => name));
        expect(message.tool_calls?.map((call) => JSON.parse(call.function.arguments))).toEqual(
          wanted.map(({ args }) => args),
        );
        expect(new Set(message.tool_calls?.map(({ id }) => id)).size).toBe(wanted.length);
      }),
    );
  });

  it('goes back to Google as it came from a client that returns the whole message', async () => {
    await fc.assert(
      fc.asyncProperty(calls, async (wanted) => {
        const { given, back } = await loop(wanted, (whole) => whole);
        expect(back).toEqual(given);
      }),
    );
  });

  it('goes back with its signature from a client that knows no signatures', async () => {
    await fc.assert(
      fc.asyncProperty(calls, async (wanted) => {
        const { given, back } = await loop(wanted, ({ role, content, tool_calls }) => ({
          role,
          content,
          tool_calls: tool_calls?.map(({ id, type, function: called }) => ({ id, type, function: called })),
        }));
        expect(back).toEqual(given);
      }),
    );
  });
});
