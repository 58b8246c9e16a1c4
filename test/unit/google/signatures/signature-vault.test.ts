import { describe, expect, it } from 'vitest';
import {
  collectSignatures,
  createSignatureVault,
  SIGNATURE_LIFETIME,
} from '../../../../src/core/google/signatures/signature-vault.ts';
import { answerOf } from '../../dialects/openai/context.ts';

const NOW = 1_795_000_000_000;

/** A vault over a store that is a map; a second vault over the same map is the process after a restart. */
function vaultOver(store = new Map<string, string>()) {
  const expiries: number[] = [];
  const vault = createSignatureVault({
    read: async (key) => store.get(key),
    put(key, signature, expiresAt) {
      store.set(key, signature);
      expiries.push(expiresAt);
    },
    clock: { now: () => NOW, after: () => () => undefined },
  });
  return { vault, store, expiries };
}

const call = (id?: string) => ({ name: 'get', args: { city: 'Rome', days: 2 }, ...(id === undefined ? {} : { id }) });

describe('a kept signature', () => {
  it('is found by id, also after a restart', async () => {
    const { vault, store } = vaultOver();
    await vault.keep([{ call: call('a'), signature: 's1' }]);
    expect(await vault.find({ id: 'a', name: 'renamed' })).toBe('s1');
    expect(await vaultOver(store).vault.find({ id: 'a', name: 'renamed' })).toBe('s1');
  });

  it('is found by name and arguments where the id is lost, whatever the order of keys', async () => {
    const { vault, store } = vaultOver();
    await vault.keep([{ call: call('a'), signature: 's1' }]);
    const again = { id: 'other', name: 'get', args: { days: 2, city: 'Rome' } };
    expect(await vault.find(again)).toBe('s1');
    expect(await vaultOver(store).vault.find(again)).toBe('s1');
    expect(await vault.find({ ...again, args: { days: 3, city: 'Rome' } })).toBeUndefined();
    expect(await vault.find({ ...again, name: 'set' })).toBeUndefined();
  });

  it('tells calls of one function and arguments apart by their ids', async () => {
    const { vault } = vaultOver();
    await vault.keep([
      { call: call('a'), signature: 's1' },
      { call: call('b'), signature: 's2' },
    ]);
    expect(await vault.find(call('a'))).toBe('s1');
    expect(await vault.find(call('b'))).toBe('s2');
  });

  it('can be found by id before the promise resolves', async () => {
    const { vault } = vaultOver();
    const keeping = vault.keep([{ call: call('a'), signature: 's1' }]);
    expect(await vault.find({ id: 'a', name: 'get' })).toBe('s1');
    await keeping;
  });

  it('lasts a month', async () => {
    const { vault, expiries } = vaultOver();
    await vault.keep([{ call: call('a'), signature: 's1' }]);
    expect(expiries).toEqual([NOW + SIGNATURE_LIFETIME, NOW + SIGNATURE_LIFETIME]);
  });

  it('keeps no arguments in the open', async () => {
    const { vault, store } = vaultOver();
    await vault.keep([{ call: call(), signature: 's1' }]);
    expect([...store.keys()]).toEqual([expect.stringMatching(/^call\|[0-9a-f]{64}$/)]);
  });
});

it('a store that fails is a signature that nobody has', async () => {
  const vault = createSignatureVault({
    read: () => Promise.reject(new Error('disk')),
    put: () => undefined,
    clock: { now: () => NOW, after: () => () => undefined },
  });
  expect(await vault.find(call('a'))).toBeUndefined();
});

describe('collectSignatures', () => {
  it('takes signed calls only', () => {
    const answer = answerOf([
      { text: 'Looking.', thoughtSignature: 'text' },
      { functionCall: call('a'), thoughtSignature: 's1' },
      { functionCall: call('b') },
    ]);
    expect(collectSignatures(answer)).toEqual([{ call: call('a'), signature: 's1' }]);
  });

  it('takes nothing from an answer of nothing', () => {
    expect(collectSignatures({})).toEqual([]);
    expect(collectSignatures({ candidates: [{ index: 0 }] })).toEqual([]);
  });
});
