import { describe, expect, it } from 'vitest';
import { withHeadersTimeout } from '../../../../src/core/google/timeouts/headers-timeout.ts';
import { createEnding } from '../../../../src/core/utils/ending.ts';
import { manualClock } from '../../../support/clock.ts';

function open(ms = 1_000) {
  const clock = manualClock();
  const client = createEnding();
  return { clock, client, deadline: withHeadersTimeout(clock, client.ending, ms) };
}

describe('a head that does not come', () => {
  it('aborts when the time is over, not before', async () => {
    const { clock, deadline } = open();
    await clock.advance(999);
    expect([deadline.ending.ended, deadline.expired]).toEqual([false, false]);
    await clock.advance(1);
    await clock.advance(0);
    expect([deadline.ending.ended, deadline.expired]).toEqual([true, true]);
    expect(deadline.ending.reason).toMatchObject({ name: 'TimeoutError' });
  });
});

describe('a head that has come', () => {
  it('may be followed by an answer of any length', async () => {
    const { clock, deadline } = open();
    await clock.advance(500);
    deadline.headArrived();
    await clock.advance(1_000_000);
    expect([deadline.ending.ended, deadline.expired]).toEqual([false, false]);
  });

  it('leaves no timer behind', () => {
    const { clock, deadline } = open();
    expect(clock.sleepers).toBe(1);
    deadline.headArrived();
    expect(clock.sleepers).toBe(0);
  });

  it('does not keep the client from leaving', () => {
    const { client, deadline } = open();
    deadline.headArrived();
    client.end('gone');
    expect([deadline.ending.ended, deadline.ending.reason]).toEqual([true, 'gone']);
  });
});

describe('a client that leaves', () => {
  it.each([
    ['before', true],
    ['while waiting', false],
  ])('%s aborts with its own reason, and nothing is late', async (_, before) => {
    const clock = manualClock();
    const client = createEnding();
    if (before) client.end('gone');
    const deadline = withHeadersTimeout(clock, client.ending, 1_000);
    client.end('gone');
    expect([deadline.ending.ended, deadline.ending.reason, deadline.expired]).toEqual([true, 'gone', false]);
  });

  it('is not heard any more once let go', () => {
    const { client, deadline } = open();
    deadline.letGo();
    client.end('gone');
    expect(deadline.ending.ended).toBe(false);
  });
});
