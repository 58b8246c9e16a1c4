import { describe, expect, it } from 'vitest';
import {
  headLimit,
  headProgress,
  keepAliveInterval,
  refusalsFor,
} from '../../../../src/core/dialects/delivery/delivery.ts';
import type { Caller } from '../../../../src/core/ports.ts';
import { createDeferred } from '../../../../src/core/utils/deferred.ts';

const caller = (trust: Caller['trust']): Caller => ({ id: 'x', trust });
const fake = { fakeStreaming: true, fakeStreamingInterval: 1 };
const live = { fakeStreaming: false, fakeStreamingInterval: 1 };

describe.each(['site', 'owner'] as const)('a page (%s)', (trust) => {
  it('waits for the verdict, of what it has waited for already as of what is to come', () => {
    for (const settings of [fake, live]) {
      expect(headLimit(settings, caller(trust))).toBe(45_000);
      expect(headLimit(settings, caller(trust), 20_000)).toBe(25_000);
      expect(headLimit(settings, caller(trust), 60_000)).toBe(0);
    }
    expect(headProgress('buffered', caller(trust), createDeferred())).toEqual({});
  });

  it('reads nothing but text', () => expect(refusalsFor(caller(trust))).toBe('content'));
});

describe('over a network', () => {
  it('a fake stream begins soon, or with the first byte; a true one with its content', () => {
    expect([headLimit(fake, caller('network')), headLimit(live, caller('network'))]).toEqual([1_000, 45_000]);
    expect(keepAliveInterval(fake)).toBe(1_000);
    expect(headProgress('buffered', caller('network'), createDeferred())).toHaveProperty('onFirstByte');
    expect(headProgress('live', caller('network'), createDeferred())).toEqual({});
    expect(refusalsFor(caller('network'))).toBe('field');
  });
});
