import { describe, expect, it } from 'vitest';
import type { LogEvent } from '../../src/core/ports.ts';
import { createSlowDown } from '../../src/relay/slow-down.ts';
import { manualClock, settled } from '../support/clock.ts';

function setUp() {
  const clock = manualClock();
  const log: LogEvent[] = [];
  const slowDown = createSlowDown({ clock, log: { write: (event) => void log.push(event) } });
  /** Ms that a refusal waits. */
  async function wait(address: string): Promise<number> {
    const start = clock.now();
    let end = Number.NaN;
    void slowDown.beforeRefusal(address, new AbortController().signal).then(() => {
      end = clock.now();
    });
    await settled();
    while (Number.isNaN(end)) await clock.advance(50);
    return end - start;
  }
  return { clock, log, wait, slowDown };
}

describe('a wrong password', () => {
  it('is answered later each time, up to a limit, and the log is told once', async () => {
    const { wait, log } = setUp();
    const waits = [];
    for (let n = 0; n < 10; n++) waits.push(await wait('10.0.0.1'));
    expect(waits).toEqual([0, 0, 250, 500, 1000, 2000, 4000, 8000, 10_000, 10_000]);
    expect(log).toMatchObject([{ level: 'warn', event: 'wrong-passwords', client: '10.0.0.1' }]);
  });

  it('does not slow others down, and is forgotten after a quarter of an hour', async () => {
    const { wait, clock } = setUp();
    for (let n = 0; n < 4; n++) await wait('10.0.0.1');
    expect(await wait('10.0.0.2')).toBe(0);
    await clock.advance(15 * 60_000);
    expect(await wait('10.0.0.1')).toBe(0);
  });

  it('counts for the whole network of an IPv6 address', async () => {
    const { wait } = setUp();
    for (const address of ['2001:db8:1:2::1', '2001:db8:1:2:ffff::', '2001:db8:1:2:3:4:5:6']) await wait(address);
    expect(await wait('2001:db8:1:2::abcd')).toBe(500);
    expect(await wait('2001:db8:1:3::1')).toBe(0);
  });

  it('waits no longer than its client', async () => {
    const { slowDown, wait, clock } = setUp();
    for (let n = 0; n < 5; n++) await wait('10.0.0.1');
    const client = new AbortController();
    const refusal = slowDown.beforeRefusal('10.0.0.1', client.signal);
    client.abort();
    await refusal;
    expect(clock.sleepers).toBe(0);
  });

  it('takes no more memory with ever more addresses', async () => {
    const { wait, slowDown } = setUp();
    const { signal } = new AbortController();
    for (let n = 0; n < 3; n++) await wait('10.0.0.1');
    for (let n = 0; n < 10_000; n++) await slowDown.beforeRefusal(`10.1.${n >> 8}.${n & 255}`, signal);
    expect(await wait('10.0.0.1')).toBe(0);
  });
});
