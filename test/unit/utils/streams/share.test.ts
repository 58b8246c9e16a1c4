import fc from 'fast-check';
import { describe, expect, it, test, vi } from 'vitest';
import { type Shared, type Sharing, share } from '../../../../src/core/utils/streams/share.ts';
import { fromPieces, type Source } from '../../../../src/core/utils/streams/source.ts';
import { checkItems, describeSource } from '../../../contract/source.ts';
import { collectGarbage } from '../../../support/collect-garbage.ts';
import { arbitraryScript, jobsDone, type Script, scriptedSource } from '../../../support/scripted-source.ts';

const itemsOf = ({ items }: Script<number>) => items.map(({ item }) => item);
const always: Sharing = { isOpen: () => true };
const never: Sharing = { isOpen: () => false };

describeSource('the only reader of a shared stream', (script) => {
  const base = scriptedSource(script);
  return { source: share(base, always).read(), bases: [base], check: checkItems(itemsOf(script), script) };
});

describeSource('a reader of a shared stream whose other reader has left', (script) => {
  const base = scriptedSource(script);
  const shared = share(base, always);
  const source = shared.read();
  shared.read().cancel('it did not begin');
  return { source, bases: [base], check: checkItems(itemsOf(script), script) };
});

describeSource(
  'a reader of what another one has read to its end',
  (script) => {
    const base = scriptedSource(script);
    const shared = share(base, always);
    const source = shared.read();
    readQuietly(shared);
    return { source, bases: [], check: checkItems(itemsOf(script), script) };
  },
  atOnce(),
);

/** Scripts that never wait. */
function atOnce() {
  return arbitraryScript().map(
    ({ items, last }): Script<number> => ({
      items: items.map(({ item }) => ({ item, when: 'now' })),
      last: { ...last, when: 'now' },
    }),
  );
}

function readQuietly<T>(shared: Shared<T>): void {
  const source = shared.read();
  try {
    while (source.next() !== undefined);
  } catch {
    // Its failure is a reader's own affair.
  }
}

interface Heard {
  readonly items: number[];
  error?: unknown;
  isOver: boolean;
}

/** Reads until its end, or so many items; `pace` is waited for before each. */
async function read(source: Source<number>, upTo: number, pace: () => Promise<void>): Promise<Heard> {
  const heard: Heard = { items: [], isOver: false };
  try {
    while (heard.items.length < upTo) {
      await pace();
      const item = await source.next();
      if (item === undefined) {
        heard.isOver = true;
        return heard;
      }
      heard.items.push(item);
    }
    source.cancel('enough');
  } catch (error) {
    heard.error = error;
    heard.isOver = true;
  }
  return heard;
}

test('every reader gets all of it, at its own pace, until it leaves, and the error in its place', async () => {
  const arbitraryReader = fc.record({ upTo: fc.oneof(fc.nat(10), fc.constant(100)), pace: fc.nat(3) });
  await fc.assert(
    fc.asyncProperty(arbitraryScript(), fc.array(arbitraryReader, { minLength: 1 }), async (script, readers) => {
      const base = scriptedSource(script);
      const onOver = vi.fn();
      const shared = share(base, { isOpen: () => true, onOver });
      const sources = readers.map((reader) => ({ ...reader, source: shared.read() }));
      const reading = sources.map(({ upTo, pace, source }) =>
        read(source, upTo, async () => {
          for (let turn = 0; turn < pace; turn++) await Promise.resolve();
        }),
      );
      const done = Promise.all(reading);
      do await jobsDone();
      while (base.release());

      const heard = await done;
      const items = itemsOf(script);
      heard.forEach(({ items: got, error, isOver }, index) => {
        const { upTo } = readers[index] ?? { upTo: 0 };
        expect(got).toEqual(items.slice(0, upTo));
        expect(isOver).toBe(upTo > items.length);
        expect(error).toBe(isOver ? script.last.error : undefined);
      });
      expect(base.faults).toEqual([]);
      // Read to its end, or left by all: nobody else shall come.
      expect(onOver).toHaveBeenCalledTimes(1);
      expect(base.isOver || base.reasons.length === 1).toBe(true);
    }),
  );
});

test('what all have read is let go once nobody else can come, and who lags behind still gets it', async () => {
  const given: WeakRef<object>[] = [];
  const next = () => {
    if (given.length === 3) return undefined;
    const item = { count: given.length };
    given.push(new WeakRef(item));
    return Promise.resolve(item);
  };
  const isHeld = async () => {
    await collectGarbage();
    return given.map((item) => item.deref() !== undefined);
  };
  let isOpen = true;
  const onOver = vi.fn();
  const shared = share<{ count: number }>({ next, cancel: () => undefined }, { isOpen: () => isOpen, onOver });
  const quick = shared.read();
  const slow = shared.read();
  const gone = shared.read();
  await quick.next();
  await slow.next();
  await quick.next();
  expect(await isHeld()).toEqual([true, true]);

  isOpen = false;
  await quick.next();
  expect(onOver).toHaveBeenCalledTimes(1);
  expect(() => shared.read()).toThrow('too late');
  gone.cancel('without having read anything');
  expect(await isHeld()).toEqual([false, true, true]);
  expect((await slow.next())?.count).toBe(1);
  expect((await slow.next())?.count).toBe(2);
  expect([await slow.next(), await quick.next()]).toEqual([undefined, undefined]);
  expect(onOver).toHaveBeenCalledTimes(1);
});

describe('who leaves', () => {
  it('is answered although the others go on waiting', async () => {
    const items = [{ item: 0, when: 'held' } as const, { item: 1, when: 'now' } as const];
    const base = scriptedSource({ items, last: { when: 'now' } });
    const shared = share(base, never);
    const [one, other] = [shared.read(), shared.read()];
    const [first, second] = [one.next(), other.next()];
    one.cancel('enough');
    expect(await first).toBe(undefined);
    expect(base.reasons).toEqual([]);
    base.release();
    expect(await second).toBe(0);
    expect(one.next()).toBe(undefined);
  });

  it('as the last ends the source, though somebody new might have come', () => {
    const base = scriptedSource({ items: [], last: { when: 'held' } });
    const onOver = vi.fn();
    const shared = share(base, { isOpen: () => true, onOver });
    const [one, other] = [shared.read(), shared.read()];
    one.cancel('first');
    expect([base.reasons, onOver.mock.calls.length]).toEqual([[], 0]);
    other.cancel('last');
    expect([base.reasons, onOver.mock.calls.length]).toEqual([['last'], 1]);
    expect(() => shared.read()).toThrow('too late');
  });

  it('does not end it for who has been told that it may read', async () => {
    let isExpected = true;
    const base = scriptedSource({ items: [{ item: 7, when: 'now' }], last: { when: 'now' } });
    const shared = share(base, { isOpen: () => false, isExpected: () => isExpected });
    const first = shared.read();
    expect(first.next()).toBe(7);
    first.cancel('enough');
    const second = shared.read();
    isExpected = false;
    expect([second.next(), second.next()]).toEqual([7, undefined]);
    expect(base.reasons).toEqual([]);
  });
});

it('gives what is known already at once', async () => {
  const shared = share(fromPieces(['a', 'b']), always);
  for (let reader = 0; reader < 2; reader++) {
    const source = shared.read();
    expect([source.next(), source.next(), source.next()]).toEqual(['a', 'b', undefined]);
  }
  const base = scriptedSource({ items: [{ item: 1, when: 'soon' }], last: { when: 'soon' } });
  const late = share(base, always);
  const first = late.read();
  await first.next();
  expect(late.read().next()).toBe(1);
});
