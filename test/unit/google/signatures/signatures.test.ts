import { describe, expect, it } from 'vitest';
import { restoreSignatures, SIGNATURE_SENTINEL } from '../../../../src/core/google/signatures/signatures.ts';
import type { Content, Part } from '../../../../src/core/google/wire.ts';

const user = (...parts: Part[]): Content => ({ role: 'user', parts });
const model = (...parts: Part[]): Content => ({ role: 'model', parts });
const call = (name: string, thoughtSignature?: string): Part => ({
  functionCall: { name, id: name },
  ...(thoughtSignature === undefined ? {} : { thoughtSignature }),
});
const result = (name: string): Part => ({ functionResponse: { name, id: name, response: {} } });

const vault = { find: async ({ id }: { id?: string }) => (id?.startsWith('known') ? `kept-${id}` : undefined) };

/** The signatures of all calls in order, after the pass. */
async function signatures(contents: Content[], modelId = 'gemini-3-flash-preview') {
  const restored = await restoreSignatures({ contents }, modelId, vault);
  return restored.contents.flatMap(({ parts }) =>
    parts.flatMap((part) => (part.functionCall ? [part.thoughtSignature] : [])),
  );
}

describe('on a model that enforces signatures', () => {
  it('fills in what the vault kept, else the sentinel', async () => {
    expect(await signatures([user({ text: 'Go' }), model(call('known')), user(result('known'))])).toEqual([
      'kept-known',
    ]);
    expect(await signatures([user({ text: 'Go' }), model(call('f')), user(result('f'))])).toEqual([SIGNATURE_SENTINEL]);
  });

  it("leaves the client's own alone", async () => {
    expect(await signatures([user({ text: 'Go' }), model(call('known', 'own'))])).toEqual(['own']);
  });

  it('signs only the first of parallel calls, also when other parts come before it', async () => {
    const step = model({ text: 'Both.' }, call('known1'), call('known2'));
    expect(await signatures([user({ text: 'Go' }), step])).toEqual(['kept-known1', undefined]);
  });

  it('signs the first call of every step of the turn', async () => {
    const contents = [
      user({ text: 'Go' }),
      model(call('known1')),
      user(result('known1')),
      model({ text: 'And' }),
      model(call('f'), call('g')),
      user(result('f'), result('g')),
      model(call('known2')),
    ];
    expect(await signatures(contents)).toEqual(['kept-known1', SIGNATURE_SENTINEL, undefined, 'kept-known2']);
  });

  it('takes neighbouring contents of the model for one step', async () => {
    expect(await signatures([user({ text: 'Go' }), model(call('known1')), model(call('known2'))])).toEqual([
      'kept-known1',
      undefined,
    ]);
  });

  it('leaves earlier turns alone', async () => {
    const contents = [
      user({ text: 'Go' }),
      model(call('known1')),
      user(result('known1'), { text: 'Now the other' }),
      model(call('known2')),
      user(result('known2')),
    ];
    expect(await signatures(contents)).toEqual([undefined, 'kept-known2']);
  });

  it('does so for models that nobody knows yet', async () => {
    expect(await signatures([user({ text: 'Go' }), model(call('f'))], 'gemini-9-neon')).toEqual([SIGNATURE_SENTINEL]);
  });
});

it('does nothing on a model that does not enforce them', async () => {
  const request = { contents: [user({ text: 'Go' }), model(call('known'))] };
  expect(await restoreSignatures(request, 'gemini-2.5-flash', vault)).toBe(request);
});

it('changes nothing of the request that it was given, and returns it when nothing is missing', async () => {
  const request = { contents: [user({ text: 'Go' }), model(call('f'))] };
  const before = structuredClone(request);
  await restoreSignatures(request, 'gemini-3-pro', vault);
  expect(request).toEqual(before);
  const signed = { contents: [user({ text: 'Go' }), model(call('f', 'own'))] };
  expect(await restoreSignatures(signed, 'gemini-3-pro', vault)).toBe(signed);
});
