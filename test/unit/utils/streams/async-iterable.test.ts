import { expect, test, vi } from 'vitest';
import { fromAsyncIterable, toAsyncIterable } from '../../../../src/core/utils/streams/async-iterable.ts';
import { checkItems, describeSource, readersReason } from '../../../contract/source.ts';
import { jobsDone, type Script, type ScriptedSource, scriptedSource } from '../../../support/scripted-source.ts';

const itemsOf = ({ items }: Script<number>) => items.map(({ item }) => item);

/** A generator, which hears of `return` only when it comes to its next `yield`. */
async function* generated(base: ScriptedSource<number>): AsyncGenerator<number, void> {
  try {
    for (let item = await base.next(); item !== undefined; item = await base.next()) yield item;
  } finally {
    base.cancel('the generator was ended');
  }
}

describeSource('what went through an iterable', (script) => {
  const base = scriptedSource(script);
  // The reason of its reader is lost on the way.
  const cancel = () => base.cancel(readersReason);
  const source = fromAsyncIterable(toAsyncIterable({ next: base.next, cancel }));
  return { source, bases: [base], check: checkItems(itemsOf(script), script) };
});

describeSource('what a generator gives', (script) => {
  const source = fromAsyncIterable(
    generated(scriptedSource({ items: script.items.map(soon), last: soon(script.last) })),
  );
  return { source, bases: [], check: checkItems(itemsOf(script), script) };
});

/** The contract cannot release what the generator waits for. */
const soon = <T extends object>(answer: T): T & { when: 'soon' } => ({ ...answer, when: 'soon' });

test('leaving a generator that waits answers who waits, and ends it when it comes to that', async () => {
  const base = scriptedSource({ items: [{ item: 1, when: 'held' }], last: { when: 'held' } });
  const source = fromAsyncIterable(generated(base));
  const waiting = source.next();
  source.cancel('enough');
  expect([await waiting, base.reasons]).toEqual([undefined, []]);
  base.release();
  await jobsDone();
  expect(base.reasons).toEqual(['the generator was ended']);
});

test('a loop reads to the end, and what it leaves early is cancelled', async () => {
  const whole = scriptedSource({
    items: [1, 2].map((item) => ({ item, when: 'soon' as const })),
    last: { when: 'now' },
  });
  const read: number[] = [];
  for await (const item of toAsyncIterable(whole)) read.push(item);
  expect([read, whole.isOver, whole.reasons]).toEqual([[1, 2], true, []]);

  const left = scriptedSource({ items: [{ item: 1, when: 'now' }], last: { when: 'held' } });
  for await (const item of toAsyncIterable(left)) if (item === 1) break;
  expect(left.reasons).toEqual([expect.objectContaining({ name: 'AbortError' })]);
});

test('a loop fails with what broke the source', async () => {
  const broken = new Error('broken');
  const each = vi.fn();
  const source = scriptedSource({ items: [{ item: 1, when: 'now' }], last: { when: 'soon', error: broken } });
  const loop = async () => {
    for await (const item of toAsyncIterable(source)) each(item);
  };
  await expect(loop()).rejects.toBe(broken);
  expect(each.mock.calls).toEqual([[1]]);
});
