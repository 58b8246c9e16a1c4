import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { merge, type Sourced } from '../../../../src/core/utils/streams/merge.ts';
import { fromPieces } from '../../../../src/core/utils/streams/source.ts';
import { checkItems, describeSource, type SourceUnderTest } from '../../../contract/source.ts';
import { arbitraryScript, jobsDone, type Script, scriptedSource } from '../../../support/scripted-source.ts';

/** One script dealt out to so many: the last of them ends as it does, the others in order. */
function dealt({ items, last }: Script<number>, count: number): Script<number>[] {
  return Array.from({ length: count }, (_, index) => ({
    items: items.filter((_, at) => at % count === index),
    last: index === count - 1 ? last : { when: last.when },
  }));
}

/** The order among the sources is nobody's business; each keeps its own. */
const checkEach =
  (scripts: readonly Script<number>[]): SourceUnderTest['check'] =>
  (given, how, error) => {
    const failure = scripts.at(-1)?.last.error;
    scripts.forEach(({ items }, number) => {
      const own = (given as Sourced<number>[]).filter(({ source }) => source === number).map(({ item }) => item);
      const all = items.map(({ item }) => item);
      expect(own).toEqual(all.slice(0, own.length));
      const mustBeWhole = how === 'over' || (how === 'failed' && number === scripts.length - 1);
      if (mustBeWhole) expect(own.length).toBe(all.length);
    });
    if (how !== 'cancelled') expect([how, error]).toEqual([failure ? 'failed' : 'over', failure]);
  };

for (const count of [2, 3]) {
  describeSource(`${count} sources as one`, (script) => {
    const scripts = dealt(script, count);
    const bases = scripts.map(scriptedSource);
    return { source: merge(bases), bases, check: checkEach(scripts) };
  });
}

describeSource('one source alone', (script) => {
  const base = scriptedSource(script);
  const items = script.items.map(({ item }) => ({ source: 0, item }));
  return { source: merge([base]), bases: [base], check: checkItems(items, script) };
});

test('every item comes once, with its number, whatever the sources wait for', async () => {
  const ending = arbitraryScript(5).map(({ items, last: { when } }): Script<number> => ({ items, last: { when } }));
  await fc.assert(
    fc.asyncProperty(fc.array(ending, { maxLength: 5 }), fc.infiniteStream(fc.nat()), async (scripts, chance) => {
      const bases = scripts.map(scriptedSource);
      const merged = merge(bases);
      const given: Sourced<number>[] = [];
      let isDone = false;
      const read = async () => {
        for (let made = await merged.next(); made !== undefined; made = await merged.next()) given.push(made);
      };
      const reading = read().finally(() => {
        isDone = true;
      });
      while (!isDone) {
        await jobsDone();
        const start = chance.next().value % (bases.length + 1);
        [...bases.slice(start), ...bases.slice(0, start)].some((base) => base.release());
      }
      await reading;
      checkEach(scripts)(given, 'over', undefined);
      expect(given.length).toBe(scripts.flatMap(({ items }) => items).length);
      expect(bases.flatMap(({ faults }) => faults)).toEqual([]);
    }),
  );
});

describe('sources that are all ready', () => {
  it('take turns, and none is read before its turn', () => {
    const bases = ['a', 'b', 'c'].map((name) =>
      scriptedSource({
        items: [1, 2].map((item) => ({ item: `${name}${item}`, when: 'now' as const })),
        last: { when: 'now' },
      }),
    );
    const merged = merge(bases);
    const items = () => (merged.next() as Sourced<string> | undefined)?.item;
    expect([items(), items()]).toEqual(['a1', 'b1']);
    expect(bases.map(({ asked }) => asked)).toEqual([1, 1, 0]);
    expect([items(), items(), items(), items(), items()]).toEqual(['c1', 'a2', 'b2', 'c2', undefined]);
  });

  it('may be none', () => expect(merge([]).next()).toBe(undefined));
});

describe('a failure', () => {
  const broken = new Error('broken');

  it('ends the others, behind what had come before it', async () => {
    const quick = scriptedSource<number>({ items: [{ item: 1, when: 'held' }], last: { when: 'held' } });
    const failing = scriptedSource<number>({ items: [], last: { when: 'held', error: broken } });
    const silent = scriptedSource<number>({ items: [], last: { when: 'held' } });
    const first = scriptedSource<number>({ items: [{ item: 0, when: 'held' }], last: { when: 'held' } });
    const merged = merge([first, quick, failing, silent]);
    const waiting = merged.next();
    for (const source of [first, quick, failing]) {
      source.release();
      await jobsDone();
    }
    expect(await waiting).toEqual({ source: 0, item: 0 });
    expect([first.reasons, quick.reasons, silent.reasons]).toEqual([[broken], [broken], [broken]]);
    expect(merged.next()).toEqual({ source: 1, item: 1 });
    expect(() => merged.next()).toThrow(broken);
    expect(merged.next()).toBe(undefined);
  });

  it('is the first of several that come together', async () => {
    const bases = ['first', 'second'].map((message) =>
      scriptedSource<number>({ items: [], last: { when: 'held', error: new Error(message) } }),
    );
    const merged = merge(bases);
    const waiting = merged.next();
    for (const base of bases) base.release();
    await expect(waiting).rejects.toThrow('first');
    expect(merged.next()).toBe(undefined);
  });

  it('at once does so, too', () => {
    const failing = scriptedSource<number>({ items: [], last: { when: 'now', error: broken } });
    const other = fromPieces([1, 2, 3]);
    const merged = merge([other, failing]);
    expect(merged.next()).toEqual({ source: 0, item: 1 });
    expect(() => merged.next()).toThrow(broken);
    expect([other.next(), merged.next()]).toEqual([undefined, undefined]);
  });
});
