import fc from 'fast-check';
import { describe, expect, it, test, vi } from 'vitest';
import { createDeferred } from '../../../../src/core/utils/deferred.ts';
import { createEnding } from '../../../../src/core/utils/ending.ts';
import { readAll } from '../../../../src/core/utils/streams/read-all.ts';
import { fromPieces, type Source } from '../../../../src/core/utils/streams/source.ts';
import { arbitraryScript, jobsDone, type Script, scriptedSource, type When } from '../../../support/scripted-source.ts';

const script = (count: number, when: When): Script<number> => ({
  items: Array.from({ length: count }, (_, item) => ({ item, when })),
  last: { when },
});

test('each item is taken once, in order, before the next is read, up to whatever ends it', async () => {
  const how = fc.record({ takes: fc.constantFrom('no time', 'a promise', 'a turn'), stopsAt: fc.nat(16) });
  await fc.assert(
    fc.asyncProperty(arbitraryScript(), how, async (script, { takes, stopsAt }) => {
      const base = scriptedSource(script);
      const stopped = new Error('stopped');
      const got: number[] = [];
      let isBusy = false;
      const take = async (item: number) => {
        isBusy = true;
        if (takes === 'a turn') await jobsDone();
        isBusy = false;
        got.push(item);
      };
      const reading = readAll(base, (item) => {
        expect([isBusy, base.asked]).toEqual([false, got.length + 1]);
        if (item === stopsAt) throw stopped;
        return takes === 'no time' ? void got.push(item) : take(item);
      });
      const outcome = reading.then(
        () => 'over',
        (error: unknown) => error,
      );
      let isDone = false;
      void outcome.then(() => {
        isDone = true;
      });
      while (!isDone) {
        await jobsDone();
        base.release();
      }
      const items = script.items.map(({ item }) => item);
      const isStopped = stopsAt < items.length;
      expect(got).toEqual(items.slice(0, stopsAt));
      expect(await outcome).toBe(isStopped ? stopped : (script.last.error ?? 'over'));
      expect(base.reasons).toEqual(isStopped ? [stopped] : []);
      expect(base.faults).toEqual([]);
    }),
  );
});

describe('others', () => {
  it('have their turn after 64 items that came at once', async () => {
    const pausedAt: number[] = [];
    let taken = 0;
    const giveWay = async () => void pausedAt.push(taken);
    await readAll(count(200), () => ++taken, { giveWay });
    expect(pausedAt).toEqual([64, 128, 192]);
  });

  it('are not waited for by what waits itself', async () => {
    const giveWay = vi.fn(async () => undefined);
    const items = Array.from(
      { length: 300 },
      (_, item) => ({ item, when: item % 60 === 59 ? 'soon' : 'now' }) as const,
    );
    await readAll(scriptedSource({ items, last: { when: 'now' } }), () => undefined, { giveWay });
    expect(giveWay).not.toHaveBeenCalled();
  });

  it('come even without being told how', async () => {
    const order: string[] = [];
    setImmediate(() => order.push('other'));
    await readAll(count(100), (item) => item === 99 && order.push('last'));
    expect(order).toEqual(['other', 'last']);
  });
});

describe('an ending', () => {
  const gone = new Error('gone');

  it('ends it while it waits for the source', async () => {
    const { ending, end } = createEnding();
    const base = scriptedSource(script(3, 'held'));
    const reading = readAll(base, () => undefined, { ending });
    await jobsDone();
    end(gone);
    await expect(reading).rejects.toBe(gone);
    expect(base.reasons).toEqual([gone]);
  });

  it('ends it while it waits for who takes the items, and takes no more of them', async () => {
    const { ending, end } = createEnding();
    const base = scriptedSource(script(3, 'now'));
    const blocked = createDeferred();
    const each = vi.fn(() => blocked.promise);
    const reading = readAll(base, each, { ending });
    await jobsDone();
    end(gone);
    await expect(reading).rejects.toBe(gone);
    blocked.reject(new Error('nobody hears of this'));
    await jobsDone();
    expect([each.mock.calls.length, base.asked, base.reasons]).toEqual([1, 1, [gone]]);
  });

  it('that came before reads nothing', async () => {
    const { ending, end } = createEnding();
    end(gone);
    const base = scriptedSource(script(3, 'now'));
    await expect(readAll(base, () => undefined, { ending })).rejects.toBe(gone);
    expect([base.asked, base.reasons]).toEqual([0, [gone]]);
  });

  it('is not listened to any more when it is done', async () => {
    const { ending, end } = createEnding();
    const cancel = vi.fn();
    await readAll({ next: () => undefined, cancel }, () => undefined, { ending });
    end(gone);
    expect(cancel).not.toHaveBeenCalled();
  });

  it('that comes between the answer and its being looked at counts', async () => {
    const { ending, end } = createEnding();
    const each = vi.fn();
    const next = () => Promise.resolve(1).finally(() => end(gone));
    await expect(readAll({ next, cancel: () => undefined }, each, { ending })).rejects.toBe(gone);
    expect(each).not.toHaveBeenCalled();
  });
});

/** The numbers below. */
function count(below: number): Source<number> {
  return fromPieces(Array.from({ length: below }, (_, item) => item));
}
