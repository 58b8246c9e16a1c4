import { describe, expect, it } from 'vitest';
import { keysForConversation } from '../../../../src/core/pool/machine/hash-ring.ts';
import { apply } from '../../../../src/core/pool/machine/machine.ts';
import type { PoolState } from '../../../../src/core/pool/machine/state.ts';
import { someTime } from '../bench.ts';
import { credentialOf, stateOf } from '../state-of.ts';

const ids = Array.from({ length: 20 }, (_, index) => `key-${index}`);
const conversations = Array.from({ length: 1_000 }, (_, index) => `talk ${index}`);

const orderOf = (state: PoolState, conversation: string) =>
  [...keysForConversation(state, conversation)].map(({ credential }) => credential.id);
const firsts = (state: PoolState) => conversations.map((conversation) => orderOf(state, conversation)[0]);
const full = () => stateOf(ids.map((id) => credentialOf(id)));

describe('the keys of a conversation', () => {
  it('are all keys, each once, always in one order', () => {
    const order = orderOf(full(), 'talk');
    expect([...order].sort()).toEqual([...ids].sort());
    expect(orderOf(full(), 'talk')).toEqual(order);
  });

  it('do not depend on the order in which they were added', () => {
    const backwards = stateOf([...ids].reverse().map((id) => credentialOf(id)));
    expect(firsts(backwards)).toEqual(firsts(full()));
  });

  it('are none where there are none', () => {
    expect(orderOf(stateOf([]), 'talk')).toEqual([]);
  });

  it('are spread: every key has conversations of its own', () => {
    expect(new Set(firsts(full()))).toEqual(new Set(ids));
  });
});

describe('a key that leaves', () => {
  it('moves its own conversations only, each to its next key', () => {
    const state = full();
    const before = conversations.map((conversation) => orderOf(state, conversation));
    apply(state, { type: 'key-removed', id: 'key-7' }, someTime);
    expect(firsts(state)).toEqual(before.map(([first, second]) => (first === 'key-7' ? second : first)));
  });
});

describe('a key that comes', () => {
  it('takes conversations, and moves none between the others', () => {
    const state = full();
    const before = firsts(state);
    apply(state, { type: 'key', credential: credentialOf('new') }, someTime);
    const moved = firsts(state).filter((first, index) => first !== before[index]);
    expect(new Set(moved)).toEqual(new Set(['new']));
  });
});
