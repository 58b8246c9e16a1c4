import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';
import { fromPieces, fromPulls, isPromise } from '../../../../src/core/utils/streams/source.ts';
import { checkItems, describeSource } from '../../../contract/source.ts';
import { arbitraryScript, jobsDone, type Script, scriptedSource } from '../../../support/scripted-source.ts';

const itemsOf = ({ items }: Script<number>) => items.map(({ item }) => item);

describeSource('the scripted source of the tests', (script) => {
  const source = scriptedSource(script);
  return { source, bases: [source], check: checkItems(itemsOf(script), script) };
});

const ends = arbitraryScript().map(({ items }): Script<number> => ({ items, last: { when: 'now' } }));

describeSource(
  'a list',
  (script) => ({ source: fromPieces(itemsOf(script)), bases: [], check: checkItems(itemsOf(script), script) }),
  ends,
);

describeSource('what is pulled by promises', (script) => {
  const base = scriptedSource(script);
  // As careless as anything with promises may be: it answers late, and fails when it is left.
  const leave = (reason: unknown) => {
    base.cancel(reason);
    throw new Error('too late to leave');
  };
  return {
    source: fromPulls(async () => base.next(), leave),
    bases: [base],
    check: checkItems(itemsOf(script), script),
  };
});

test('who leaves what never answers is answered', async () => {
  const silent = fromPulls(
    () => new Promise<number>(() => undefined),
    () => Promise.reject(new Error('it does not want to be left')),
  );
  const waiting = silent.next();
  silent.cancel('enough');
  expect(await waiting).toBe(undefined);
  await jobsDone();
});

test.each<[string, () => Promise<number | undefined>]>([
  ['has ended', () => Promise.resolve(undefined)],
  ['has failed', () => Promise.reject(new Error('broken'))],
])('what %s is not asked again', async (_, pull) => {
  let asked = 0;
  const source = fromPulls(
    () => {
      asked++;
      return pull();
    },
    () => undefined,
  );
  await Promise.resolve(source.next()).catch(() => undefined);
  expect([source.next(), asked]).toEqual([undefined, 1]);
});

test('what throws in place of giving a promise is over, too', () => {
  let asked = 0;
  const source = fromPulls(
    () => {
      asked++;
      throw new Error('broken');
    },
    () => undefined,
  );
  expect(() => source.next()).toThrow('broken');
  expect(source.next()).toBe(undefined);
  expect(asked).toBe(1);
});

test('a promise is what can be waited for', () => {
  const foreign = runInNewContext('Promise.resolve(1)');
  for (const value of [Promise.resolve(), foreign]) expect(isPromise(value)).toBe(true);
  for (const value of ['then', new Uint8Array(1), [], {}, null, undefined, () => 1])
    expect(isPromise<unknown>(value)).toBe(false);
});
