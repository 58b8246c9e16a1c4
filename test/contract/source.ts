import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isPromise, type Source } from '../../src/core/utils/streams/source.ts';
import { arbitraryScript, jobsDone, type Script, type ScriptedSource } from '../support/scripted-source.ts';

export interface SourceUnderTest {
  readonly source: Source<unknown>;
  /** What it reads. */
  readonly bases: readonly ScriptedSource<number>[];
  /** @throws where these are not what it gives up to this end: all of it, unless it was cancelled. */
  check(given: readonly unknown[], how: Ended, error: unknown): void;
  /** How often each base may be asked for one item; 1 where nothing else is said. */
  readonly reads?: number;
}

/** What a source is cancelled with here. */
export const readersReason = new Error('the reader has left');

export type Ended = 'over' | 'failed' | 'cancelled';
type Action = 'next' | 'release' | 'wait' | 'cancel';

const arbitraryAction = fc.oneof(
  { weight: 8, arbitrary: fc.constant<Action>('next') },
  { weight: 6, arbitrary: fc.constant<Action>('release') },
  { weight: 4, arbitrary: fc.constant<Action>('wait') },
  { weight: 1, arbitrary: fc.constant<Action>('cancel') },
);

/**
 * What every `Source` must do, whoever made it: driven through any order of asking, answering and leaving, over any script
 * of what it reads.
 */
export function describeSource(
  name: string,
  make: (script: Script<number>) => SourceUnderTest,
  scripts: fc.Arbitrary<Script<number>> = arbitraryScript(),
): void {
  test(`${name} keeps the contract of a source`, async () => {
    await fc.assert(
      fc.asyncProperty(scripts, fc.array(arbitraryAction, { maxLength: 40, size: 'max' }), async (script, actions) => {
        await play(make(script), actions);
      }),
      { numRuns: 400 },
    );
  });
}

async function play({ source, bases, check, reads = 1 }: SourceUnderTest, actions: readonly Action[]): Promise<void> {
  const given: unknown[] = [];
  let how: Ended | undefined;
  let failure: unknown;
  let isWaiting = false;
  /** What had come, and was not seen, when its reader left. */
  let isUnderway = false;
  let nexts = 0;
  const heard: Promise<void>[] = [];

  const note = (item: unknown): void => {
    if (isUnderway && item !== undefined) given.push(item);
    else if (how !== undefined) expect(item).toBe(undefined);
    else if (item === undefined) how = 'over';
    else given.push(item);
    isUnderway = false;
  };
  const fail = (error: unknown): void => {
    // Once, and only to who is there.
    if (!isUnderway) expect(how).toBe(undefined);
    isUnderway = false;
    how ??= 'failed';
    failure = error;
  };
  const next = (): void => {
    if (isWaiting) return;
    nexts++;
    let answer: unknown;
    try {
      answer = source.next();
    } catch (error) {
      fail(error);
      return;
    }
    if (!isPromise(answer)) {
      note(answer);
      return;
    }
    isWaiting = true;
    const hears = answer.then(note, fail).finally(() => {
      isWaiting = false;
    });
    // Looked at in the end.
    hears.catch(() => undefined);
    heard.push(hears);
  };
  const release = () => bases.some((base) => base.release());
  const cancel = async (): Promise<void> => {
    // Or left by itself, as what is merged with something that failed.
    const wasOver = bases.map(({ isOver, reasons }) => isOver || reasons.length > 0);
    const hadEnded = how !== undefined;
    how ??= 'cancelled';
    isUnderway = isWaiting;
    source.cancel(readersReason);
    source.cancel(new Error('left twice'));
    await jobsDone();
    // Without anything being released.
    expect(isWaiting).toBe(false);
    if (!hadEnded) {
      bases.forEach((base, index) => {
        if (!wasOver[index]) expect(base.reasons).toEqual([readersReason]);
      });
    }
  };

  expect(bases.map(({ asked }) => asked)).toEqual(bases.map(() => 0));
  for (const action of actions) {
    if (action === 'next') next();
    else if (action === 'release') release();
    else if (action === 'wait') await jobsDone();
    else await cancel();
  }
  while (how === undefined) {
    next();
    await jobsDone();
    if (isWaiting) expect(release()).toBe(true);
    await jobsDone();
  }
  await Promise.all(heard);
  for (const base of bases) expect(base.asked).toBeLessThanOrEqual(nexts * reads);

  // What is over stays so, and nobody is asked for more.
  const asked = bases.map((base) => base.asked);
  for (let more = 0; more < 3; more++) {
    expect(await source.next()).toBe(undefined);
    source.cancel(readersReason);
  }
  expect(bases.map((base) => base.asked)).toEqual(asked);
  expect(bases.flatMap(({ faults }) => faults)).toEqual([]);
  for (const base of bases) expect(base.isOver || base.reasons.length === 1).toBe(true);
  check(given, how, failure);
}

/** That it gives these, in this order, and then fails with what the script does. */
export function checkItems(items: readonly unknown[], { last }: Script<number>): SourceUnderTest['check'] {
  return (given, how, error) => {
    expect(given).toEqual(items.slice(0, given.length));
    if (how === 'cancelled') return;
    expect(given.length).toBe(items.length);
    expect([how, error]).toEqual([last.error === undefined ? 'over' : 'failed', last.error]);
  };
}
