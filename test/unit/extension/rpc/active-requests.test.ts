import { expect, test } from 'vitest';
import { createOpenExchanges } from '../../../../src/extension/rpc/active-requests.ts';

test('breaks off what runs for one origin, once, and nothing that is over', () => {
  const exchanges = createOpenExchanges();
  const ended: string[] = [];
  const add = (origin: string, name: string) => exchanges.add(origin, () => ended.push(name));
  add('a', 'first');
  const forget = add('a', 'second');
  add('b', 'other');
  forget();
  exchanges.breakOff('a');
  exchanges.breakOff('a');
  expect(ended).toEqual(['first']);
});
