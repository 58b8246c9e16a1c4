import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createLease } from '../../../src/core/pool/lease.ts';
import type { LeaseEnd } from '../../../src/core/pool/machine/machine.ts';
import type { Lease } from '../../../src/core/pool/types.ts';
import { failures } from './bench.ts';

const credential = {
  id: '0123456789abcdef',
  kind: 'ai-studio',
  secret: 'key-1',
  label: '',
  note: '',
  addedAt: 0,
  enabled: true,
  limits: {},
} as const;
const usage = { input: 1, output: 2, thoughts: 3, cached: 4 };

test('a lease ends once, in the way that came first', () => {
  const ways: Record<LeaseEnd['type'], (lease: Lease) => void> = {
    settled: (lease) => lease.settle(usage),
    failed: (lease) => lease.fail(failures.network()),
    released: (lease) => lease.release(),
  };
  const way = fc.constantFrom<LeaseEnd['type']>('settled', 'failed', 'released');
  fc.assert(
    fc.property(fc.array(way, { minLength: 1, maxLength: 6 }), (order) => {
      const ends: LeaseEnd[] = [];
      const lease = createLease(credential, (end) => ends.push(end));
      for (const name of order) ways[name](lease);
      expect(ends.map(({ type }) => type)).toEqual(order.slice(0, 1));
    }),
  );
});

test('usage and failure are passed on', () => {
  const ends: LeaseEnd[] = [];
  createLease(credential, (end) => ends.push(end)).settle(usage);
  createLease(credential, (end) => ends.push(end)).settle();
  createLease(credential, (end) => ends.push(end)).fail(failures.day());
  expect(ends).toEqual([{ type: 'settled', usage }, { type: 'settled' }, { type: 'failed', failure: failures.day() }]);
});
