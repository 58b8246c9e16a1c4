import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { createDeferred, type Deferred } from '../../../../src/core/utils/deferred.ts';
import { map, type Stage } from '../../../../src/core/utils/streams/map.ts';
import { fromPieces, type Source } from '../../../../src/core/utils/streams/source.ts';
import { checkItems, describeSource } from '../../../contract/source.ts';
import { collectGarbage, heldOf } from '../../../support/collect-garbage.ts';
import { arbitraryScript, jobsDone, type Script, scriptedSource, type When } from '../../../support/scripted-source.ts';

const itemsOf = ({ items }: Script<number>) => items.map(({ item }) => item);
const failing = (error: Error): Script<number> => ({ items: [], last: { when: 'soon', error } });

/** Items in waiting: `soon` and `now` in turn. */
const script = (count: number, when: When): Script<number> => ({
  items: Array.from({ length: count }, (_, item) => ({ item, when })),
  last: { when },
});

async function all<T>(source: Source<T>): Promise<T[]> {
  const items: T[] = [];
  for (let item = await source.next(); item !== undefined; item = await source.next()) items.push(item);
  return items;
}

describeSource('one stage', (script) => {
  const base = scriptedSource(script);
  const source = map(base, { each: (item) => `<${item}>` });
  return {
    source,
    bases: [base],
    check: checkItems(
      itemsOf(script).map((item) => `<${item}>`),
      script,
    ),
  };
});

describeSource('four stages', (script) => {
  const base = scriptedSource(script);
  let source: Source<number> = base;
  for (let stage = 0; stage < 4; stage++) source = map(source, { each: (item) => item + 1 });
  return {
    source,
    bases: [base],
    check: checkItems(
      itemsOf(script).map((item) => item + 4),
      script,
    ),
  };
});

describeSource(
  'a stage that gives a list for a number, one item after the other, behind a word and before a last',
  (script) => {
    const base = scriptedSource(script);
    const repeated = (item: number) => Array.from({ length: item % 3 }, () => item);
    const queue: unknown[] = ['begin'];
    const source = map<number, unknown>(base, {
      ahead: () => queue.shift(),
      each(item) {
        queue.push(...repeated(item));
        return undefined;
      },
      end() {
        queue.push('last');
        return 'end';
      },
      fail: () => 'failed',
    });
    const { error } = script.last;
    const items = [
      'begin',
      ...itemsOf(script).flatMap(repeated),
      ...(error === undefined ? ['end', 'last'] : ['failed']),
    ];
    const told: Script<number> = { items: script.items, last: { when: 'now' } };
    return { source, bases: [base], check: checkItems(items, told), reads: 1000 };
  },
);

describeSource('a stage that takes its time', (script) => {
  const base = scriptedSource(script);
  const source = map<number, number>(base, {
    each: async (item) => (item % 2 === 0 ? undefined : item),
    end: async () => undefined,
  });
  const odd = itemsOf(script).filter((item) => item % 2 === 1);
  return { source, bases: [base], check: checkItems(odd, script), reads: 1000 };
});

describeSource('a stage that breaks at an item', (script) => {
  const base = scriptedSource(script);
  const broken = new Error('broken');
  const source = map<number, number>(base, {
    each(item) {
      if (item === 3) throw broken;
      return item;
    },
  });
  const isBroken = script.items.length > 3;
  const known: Script<number> = isBroken ? { items: script.items, last: { when: 'now', error: broken } } : script;
  return { source, bases: [base], check: checkItems(itemsOf(script).slice(0, 3), known) };
});

describeSource('a stage that says a last word wherever it breaks', (script) => {
  const base = scriptedSource(script);
  const source = map<number, unknown>(base, {
    each(item) {
      if (item === 3) throw new Error('broken');
      return item;
    },
    rescue: () => 'sorry',
  });
  const isBroken = script.items.length > 3 || script.last.error !== undefined;
  const said = [...itemsOf(script).slice(0, 3), ...(isBroken ? ['sorry'] : [])];
  return { source, bases: [base], check: checkItems(said, { items: script.items, last: { when: 'now' } }) };
});

describe('a last word', () => {
  const broken = new Error('broken');
  const throwing = { each: () => Promise.reject(broken) };

  it('knows the error, whoever threw it, and comes before what was read is let go of', async () => {
    const events: unknown[] = [];
    const failed = scriptedSource(failing(broken));
    for (const base of [fromPieces([1]), failed]) {
      const source = map<number, string>(base, {
        ...throwing,
        rescue(error) {
          events.push(error);
          return 'sorry';
        },
        cancel: (reason) => events.push(['cancelled', reason]),
      });
      const said = source.next();
      failed.release();
      expect(await said).toBe('sorry');
      expect(await source.next()).toBe(undefined);
    }
    expect(events).toEqual([broken, ['cancelled', broken], broken]);
  });

  it('that is none leaves the error as it is, and one that throws takes its place', async () => {
    const other = new Error('other');
    await expect(map(fromPieces([1]), { ...throwing, rescue: () => undefined }).next()).rejects.toBe(broken);
    const rescue = () => {
      throw other;
    };
    await expect(map(fromPieces([1]), { ...throwing, rescue }).next()).rejects.toBe(other);
  });
});

describe('hooks', () => {
  const arbitraryHooks = fc.record({
    breaks: fc.constantFrom('each', 'end', 'fail', 'nothing'),
    /** After how many turns its reader leaves. */
    leavesAfter: fc.nat(8),
    late: fc.boolean(),
  });

  it('of which exactly one tells of the end, however it comes', async () => {
    await fc.assert(
      fc.asyncProperty(arbitraryScript(5), arbitraryHooks, async (script, { breaks, leavesAfter, late }) => {
        const told: string[] = [];
        const may = (hook: string) => {
          expect(told.slice(0, -1)).toEqual([]);
          if (breaks === hook) throw new Error(hook);
        };
        const broken = async (item: number) => {
          may('each');
          return item;
        };
        const stage: Stage<number, number> = {
          each(item) {
            // No item is looked at behind the end.
            expect(told).toEqual([]);
            if (late) return broken(item);
            may('each');
            return item;
          },
          end() {
            told.push('end');
            may('end');
            return undefined;
          },
          fail() {
            told.push('fail');
            may('fail');
            return undefined;
          },
          cancel: () => void told.push('cancel'),
        };
        const base = scriptedSource(script);
        const source = map(base, stage);
        const reading = all(source).catch(() => undefined);
        for (let turn = 0; turn < leavesAfter; turn++) {
          if (turn % 2 === 1) await jobsDone();
          base.release();
        }
        source.cancel('enough');
        source.cancel('more than enough');
        await reading;
        expect(told.length).toBe(1);
        expect(base.isOver || base.reasons.length === 1).toBe(true);
      }),
      { numRuns: 400 },
    );
  });

  it.each<[string, (hook: Deferred<number>) => void]>([
    ['gives something', (hook) => hook.resolve(1)],
    ['throws', (hook) => hook.reject(new Error('nobody hears of this'))],
  ])('that %s after its reader has left gives nothing', async (_, settle) => {
    const hook = createDeferred<number>();
    const cancel = vi.fn();
    const base = scriptedSource(script(3, 'now'));
    const source = map(base, { each: () => hook.promise, cancel });
    const waiting = source.next();
    source.cancel('enough');
    settle(hook);
    expect([await waiting, source.next(), base.asked, cancel.mock.calls]).toEqual([
      undefined,
      undefined,
      1,
      [['enough']],
    ]);
  });

  it('may put another error, or a last item, in the place of the error', async () => {
    const other = new Error('other');
    const thrown = map<number, number>(scriptedSource(failing(new Error('first'))), {
      each: (item) => item,
      fail() {
        throw other;
      },
    });
    await expect(all(thrown)).rejects.toBe(other);
    expect(await all(thrown)).toEqual([]);
    const told = map<number, unknown>(scriptedSource(failing(new Error('first'))), {
      each: (item) => item,
      fail: (error) => `told: ${error}`,
    });
    expect(await all(told)).toEqual(['told: Error: first']);
  });

  it('may fail behind an item, without reading on', async () => {
    const base = scriptedSource(script(5, 'soon'));
    let broken: Error | undefined;
    const cancel = vi.fn();
    const source = map<number, number>(base, {
      ahead() {
        if (broken !== undefined) throw broken;
        return undefined;
      },
      each(item) {
        broken = new Error('and this was the last');
        return item;
      },
      cancel,
    });
    expect(await source.next()).toBe(0);
    expect(() => source.next()).toThrow('this was the last');
    expect([base.asked, base.reasons, cancel.mock.calls]).toEqual([1, [broken], [[broken]]]);
  });

  it.each<[string, () => undefined]>([
    ['ends', () => undefined],
    [
      'fails',
      () => {
        throw new Error('nobody hears of this');
      },
    ],
  ])('are told of one end where the source %s because its reader leaves in the same turn', (_, ends) => {
    const told: string[] = [];
    const source: Source<number> = map<number, number>(
      {
        next() {
          source.cancel('enough');
          return ends();
        },
        cancel: () => undefined,
      },
      {
        each: (item) => item,
        end: () => void told.push('end'),
        fail: () => void told.push('fail'),
        cancel: () => void told.push('cancel'),
      } as Stage<number, number>,
    );
    expect([source.next(), source.next(), told]).toEqual([undefined, undefined, ['cancel']]);
  });

  it('are told of the reason after the source is', () => {
    const order: string[] = [];
    const source = map(
      { next: () => 1, cancel: (reason) => void order.push(`source: ${reason}`) },
      { each: (item) => item, cancel: (reason) => void order.push(`stage: ${reason}`) },
    );
    source.cancel('enough');
    expect(order).toEqual(['source: enough', 'stage: enough']);
  });
});

describe('waiting', () => {
  it('is only for what waits itself', () => {
    const source = map(map(fromPieces([1, 2, 3, 4]), { each: (item) => item * 2 }), {
      each: (item) => (item === 4 ? undefined : item),
      end: () => -1,
    });
    const given = [source.next(), source.next(), source.next(), source.next(), source.next()];
    expect(given).toEqual([2, 6, 8, -1, undefined]);
  });

  it('for one item among many that wait holds none of the others', async () => {
    const count = 1000;
    const made: WeakRef<object>[] = [];
    // What is made of such a promise by `then` is one, too.
    class Tracked<T> extends Promise<T> {
      constructor(run: ConstructorParameters<typeof Promise<T>>[0]) {
        super(run);
        made.push(new WeakRef(this));
      }
    }
    let at = 0;
    const last = createDeferred<number>();
    const next = () => (++at < count ? Tracked.resolve(at) : last.promise);
    const source = map<number, number>(
      { next, cancel: () => undefined },
      { each: (item) => (item === count ? item : undefined) },
    );
    const answer = source.next();
    await collectGarbage();
    expect([at, made.length >= count]).toEqual([count, true]);
    expect(heldOf(made)).toBeLessThan(10);
    last.resolve(count);
    expect(await answer).toBe(count);
  });

  it('is not for what is passed over at once, however much that is', () => {
    let at = 0;
    const count = 1_000_000;
    const source = map<number, number>(
      { next: () => (at < count ? ++at : undefined), cancel: () => undefined },
      { each: (item) => (item === count ? item : undefined) },
    );
    expect(source.next()).toBe(count);
  });
});
