import { expect, it } from 'vitest';
import { createEnding } from '../../../src/core/utils/ending.ts';
import { sleep } from '../../../src/core/utils/sleep.ts';
import { manualClock, settled } from '../../support/clock.ts';

/** What has become of a promise. */
function watched(promise: Promise<void>): unknown[] {
  const became: unknown[] = [];
  promise.then(
    () => became.push('over'),
    (error: unknown) => became.push(error),
  );
  return became;
}

it('lasts as long as it was asked to', async () => {
  const clock = manualClock();
  const became = watched(sleep(clock, 1_000));
  await clock.advance(999);
  expect(became).toEqual([]);
  await clock.advance(1);
  await settled();
  expect(became).toEqual(['over']);
});

it('ends with the ending, for its reason, and leaves no timer behind', async () => {
  const clock = manualClock();
  const { ending, end } = createEnding();
  const became = watched(sleep(clock, 1_000, ending));
  end('enough');
  await settled();
  expect([became, clock.sleepers]).toEqual([['enough'], 0]);
});

it('does not begin behind the end', async () => {
  const clock = manualClock();
  const { ending, end } = createEnding();
  end('enough');
  await expect(sleep(clock, 1_000, ending)).rejects.toBe('enough');
  expect(clock.sleepers).toBe(0);
});

it('does not listen any more once it is over', async () => {
  const clock = manualClock();
  let listeners = 0;
  const { ending } = createEnding();
  const onEnd: typeof ending.onEnd = (hear) => {
    listeners += 1;
    const detach = ending.onEnd(hear);
    return () => {
      listeners -= 1;
      detach();
    };
  };
  const asleep = sleep(clock, 1_000, {
    ended: false,
    reason: undefined,
    throwIfEnded() {},
    onEnd,
    signal: ending.signal,
  });
  expect(listeners).toBe(1);
  await clock.advance(1_000);
  await asleep;
  expect(listeners).toBe(0);
});
