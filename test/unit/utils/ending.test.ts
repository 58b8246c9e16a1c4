import fc from 'fast-check';
import { describe, expect, it, test, vi } from 'vitest';
import {
  createEnding,
  type Ending,
  endingOf,
  type Follower,
  follow,
  neverEnds,
  type OwnEnding,
  orEnded,
} from '../../../src/core/utils/ending.ts';
import { settled } from '../../support/clock.ts';
import { collectGarbage, heldOf } from '../../support/collect-garbage.ts';

const gone = new Error('gone');

function fromSignal(): OwnEnding {
  const controller = new AbortController();
  return { ending: endingOf(controller.signal), end: (reason) => controller.abort(reason) };
}

function fromParent(): OwnEnding {
  const parent = createEnding();
  return { ending: follow(parent.ending).ending, end: parent.end };
}

describe.each([
  ['an ending of its own', createEnding],
  ['one that follows another', fromParent],
  ['one that follows, ended by itself', () => follow(createEnding().ending)],
  ["one of a signal of the web's", fromSignal],
])('%s', (_, make) => {
  it('has not ended at first', () => {
    const { ending } = make();
    expect([ending.ended, ending.reason, ending.signal.aborted]).toEqual([false, undefined, false]);
    expect(() => ending.throwIfEnded()).not.toThrow();
  });

  it('ends once, for the first reason', () => {
    const { ending, end } = make();
    const heard = vi.fn();
    ending.onEnd(heard);
    end(gone);
    end(new Error('again'));
    expect([ending.ended, ending.reason, heard.mock.calls]).toEqual([true, gone, [[gone]]]);
    expect(() => ending.throwIfEnded()).toThrow(gone);
  });

  it('has an AbortError for a reason where there is none', () => {
    const { ending, end } = make();
    end();
    expect(ending.reason).toMatchObject({ name: 'AbortError' });
    expect(ending.signal.reason).toBe(ending.reason);
  });

  it('tells in order who has not taken it back, in whatever turn that was done', () => {
    const { ending, end } = make();
    const heard: string[] = [];
    ending.onEnd(() => {
      heard.push('first');
      late();
      ending.onEnd(() => heard.push('at once'));
    });
    const early = ending.onEnd(() => heard.push('taken back'));
    ending.onEnd(() => heard.push('second'));
    const late = ending.onEnd(() => heard.push('taken back while it ended'));
    early();
    early();
    end(gone);
    expect(heard).toEqual(['first', 'at once', 'second']);
  });

  it('tells at once where it has ended', () => {
    const { ending, end } = make();
    end(gone);
    const heard = vi.fn();
    ending.onEnd(heard)();
    expect(heard.mock.calls).toEqual([[gone]]);
  });

  it('tells twice who listens twice, and once who has taken one of them back', () => {
    const { ending, end } = make();
    const heard = vi.fn();
    ending.onEnd(heard);
    ending.onEnd(heard)();
    ending.onEnd(heard);
    end(gone);
    expect(heard).toHaveBeenCalledTimes(2);
  });

  it('has one signal, which aborts in its turn and for its reason', () => {
    const { ending, end } = make();
    const heard: string[] = [];
    ending.onEnd(() => heard.push('before'));
    const { signal } = ending;
    signal.addEventListener('abort', () => heard.push('signal'));
    ending.onEnd(() => heard.push('behind'));
    end(gone);
    expect(heard).toEqual(['before', 'signal', 'behind']);
    expect([ending.signal === signal, signal.aborted, signal.reason]).toEqual([true, true, gone]);
  });

  it('gives an aborted signal to who asks late', () => {
    const { ending, end } = make();
    end(gone);
    expect([ending.signal.aborted, ending.signal.reason]).toEqual([true, gone]);
  });

  it('holds nothing of who has taken it back', async () => {
    const { ending, end } = make();
    const held: WeakRef<object>[] = [];
    const listen = () => {
      const large = { heard: 0 };
      held.push(new WeakRef(large));
      return ending.onEnd(() => void large.heard++);
    };
    for (let count = 0; count < 10; count++) listen()();
    const kept = listen();
    await collectGarbage();
    expect(heldOf(held)).toBe(1);
    kept();
    end(gone);
  });
});

it('who throws keeps nobody from hearing, and is heard by who ends it', () => {
  const { ending, end } = createEnding();
  const heard = vi.fn();
  ending.onEnd(() => {
    throw gone;
  });
  ending.onEnd(heard);
  follow(ending).ending.onEnd(() => {
    throw new Error('the second');
  });
  ending.onEnd(heard);
  expect(() => end()).toThrow(gone);
  expect(heard).toHaveBeenCalledTimes(2);
  expect(() => end()).not.toThrow();
});

describe('a chain', () => {
  test('ends whatever hangs on what ended, and nothing else', () => {
    // By the number of its parent: each follows one that was made before it.
    const parents = fc.array(fc.nat(), { maxLength: 12 });
    const act = fc.record({ what: fc.constantFrom('end', 'detach'), which: fc.nat() });
    fc.assert(
      fc.property(parents, fc.array(act, { maxLength: 12 }), (chosen, acts) => {
        const root = createEnding();
        const all: (Follower & { parent: number | undefined })[] = [{ ...root, detach() {}, parent: undefined }];
        for (const choice of chosen) {
          const parent = choice % all.length;
          all.push({ ...follow(all[parent]?.ending ?? root.ending), parent });
        }
        const reasons = new Map<number, unknown>();
        const heard = all.map(({ ending }) => {
          const reasons: unknown[] = [];
          ending.onEnd((reason) => reasons.push(reason));
          return reasons;
        });
        const spread = (index: number, reason: unknown): void => {
          if (reasons.has(index)) return;
          reasons.set(index, reason);
          all.forEach(({ parent }, child) => {
            if (parent === index) spread(child, reason);
          });
        };
        acts.forEach(({ what, which }, reason) => {
          const index = which % all.length;
          const one = all[index];
          if (one === undefined) return;
          if (what === 'end') {
            one.end(reason);
            spread(index, reason);
          } else {
            one.detach();
            one.parent = undefined;
          }
        });
        all.forEach(({ ending }, index) => {
          expect([ending.ended, ending.reason]).toEqual([reasons.has(index), reasons.get(index)]);
          expect(heard[index]).toEqual(reasons.has(index) ? [reasons.get(index)] : []);
        });
      }),
    );
  });

  test('holds nothing of a child that has let go, or ended', async () => {
    const parent = createEnding();
    const held: WeakRef<object>[] = [];
    const work = (isDone: boolean) => {
      const child = follow(parent.ending);
      held.push(new WeakRef(child.ending));
      if (isDone) child.detach();
      else child.end(gone);
    };
    for (let count = 0; count < 10; count++) work(count % 2 === 0);
    await collectGarbage();
    expect(heldOf(held)).toBe(0);
    parent.end();
  });

  test('of one that has ended has ended', () => {
    const parent = createEnding();
    parent.end(gone);
    expect(follow(parent.ending).ending.reason).toBe(gone);
  });
});

test('what never ends holds no listener and no signal', async () => {
  const held: WeakRef<object>[] = [];
  const listen = () => {
    const large = {};
    held.push(new WeakRef(large));
    neverEnds.onEnd(() => large);
    neverEnds.signal.addEventListener('abort', () => large);
  };
  for (let count = 0; count < 10; count++) listen();
  await collectGarbage();
  expect(heldOf(held)).toBe(0);
  expect([neverEnds.ended, neverEnds.reason, neverEnds.signal.aborted]).toEqual([false, undefined, false]);
});

describe('a promise within an ending', () => {
  function listened(): { ending: Ending; end: OwnEnding['end']; listeners: () => number } {
    const own = createEnding();
    let count = 0;
    const ending: Ending = Object.create(own.ending, {
      onEnd: {
        value(listener: (reason: unknown) => void) {
          count++;
          const detach = own.ending.onEnd(listener);
          return () => {
            count--;
            detach();
          };
        },
      },
    });
    return { ending, end: own.end, listeners: () => count };
  }

  it('gives what it gives, and leaves no listener', async () => {
    const { ending, listeners } = listened();
    expect(await orEnded(Promise.resolve(1), ending)).toBe(1);
    await expect(orEnded(Promise.reject(gone), ending)).rejects.toBe(gone);
    expect(listeners()).toBe(0);
  });

  it('fails with the reason of an ending that comes before, and is heard of no more', async () => {
    const { ending, end } = createEnding();
    let fail: ((error: Error) => void) | undefined;
    const silent = new Promise<never>((_, reject) => {
      fail = reject;
    });
    const waiting = orEnded(silent, ending);
    end(gone);
    await expect(waiting).rejects.toBe(gone);
    await expect(orEnded(silent, ending)).rejects.toBe(gone);
    fail?.(new Error('too late'));
    await settled();
  });
});
