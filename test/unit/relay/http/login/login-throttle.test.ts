import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isProxyError } from '../../../../../src/core/errors.ts';
import type { LogEvent } from '../../../../../src/core/ports.ts';
import {
  createLoginThrottle,
  type LoginBudget,
  ordinary,
  strict,
} from '../../../../../src/relay/http/login/login-throttle.ts';
import { manualClock } from '../../../../support/clock.ts';

const DAY = 24 * 60 * 60_000;

function setUp(budget: LoginBudget = ordinary) {
  const clock = manualClock();
  const log: LogEvent[] = [];
  const throttle = createLoginThrottle(budget, { clock, log: { write: (event) => void log.push(event) } });
  /** 0 where the word was compared, else the ms to wait. */
  function guess(address: string, { right = false, userAgent = 'agent' } = {}): number {
    try {
      const wasRight = throttle.guess({ address, userAgent });
      if (right) wasRight();
      return 0;
    } catch (error) {
      if (!isProxyError(error)) throw error;
      expect(error).toMatchObject({ code: 'too_many_passwords', status: 429 });
      return error.details.retryAfter ?? Number.NaN;
    }
  }
  /** How many of so many wrong words are compared. */
  const compared = (times: number, address: (n: number) => string, userAgent = (_: number) => 'agent') =>
    Array.from({ length: times }, (_, n) => guess(address(n), { userAgent: userAgent(n) })).filter((wait) => wait === 0)
      .length;
  return { clock, log, guess, compared };
}

const always = (address: string) => () => address;
const fromEverywhere = (n: number) => `10.${n >> 16}.${(n >> 8) & 255}.${n & 255}`;

describe('wrong words from one address', () => {
  it('are ten at once, then one a second, and the refusal says when', async () => {
    const { clock, guess, compared } = setUp();
    expect(compared(1_000, always('10.0.0.1'))).toBe(10);
    expect(guess('10.0.0.1')).toBe(1_000);
    await clock.advance(999);
    expect(guess('10.0.0.1')).toBe(1);
    await clock.advance(1);
    expect([guess('10.0.0.1'), guess('10.0.0.1')]).toEqual([0, 1_000]);
    await clock.advance(60_000);
    expect(compared(1_000, always('10.0.0.1'))).toBe(10);
  });

  it('are three, then one in ten seconds, where the password is short', async () => {
    const { clock, compared } = setUp(strict);
    expect(compared(100, always('10.0.0.1'))).toBe(3);
    await clock.advance(10_000);
    expect(compared(100, always('10.0.0.1'))).toBe(1);
  });

  it('are counted for the whole network of an IPv6 address', () => {
    const { compared } = setUp();
    expect(compared(40, (n) => `2001:db8:1:2::${n.toString(16)}`)).toBe(10);
    expect(compared(1, always('2001:db8:1:3::1'))).toBe(1);
  });

  it('do not become more by calling oneself otherwise each time', () => {
    const { compared, guess } = setUp();
    expect(compared(100, always('10.0.0.1'), String)).toBe(10);
    guess('10.0.0.2', { right: true });
    expect(compared(100, always('10.0.0.2'), String)).toBe(10);
  });

  it('are told in the log once a minute, with how many', async () => {
    const { clock, log, compared } = setUp();
    compared(30, always('10.0.0.1'));
    compared(30, always('10.0.0.2'));
    await clock.advance(60_000);
    compared(11, always('10.0.0.2'));
    expect(log).toMatchObject([
      { level: 'warn', event: 'wrong-passwords', client: '10.0.0.1', refused: 1 },
      { level: 'warn', event: 'wrong-passwords', client: '10.0.0.2', refused: 40 },
    ]);
  });

  it('are one a second again soon after the clock was set back', async () => {
    const { clock, guess, compared } = setUp();
    compared(20, always('10.0.0.1'));
    await clock.advance(-DAY);
    expect(guess('10.0.0.1')).toBe(1_000);
    await clock.advance(1_000);
    expect(guess('10.0.0.1')).toBe(0);
  });
});

describe('the right word', () => {
  it('costs nothing, however often it comes', () => {
    const { guess } = setUp();
    for (let n = 0; n < 1_000; n++) expect(guess('10.0.0.1', { right: true })).toBe(0);
  });

  it('gets in while addresses without end guess, from an address that was let in within a day', async () => {
    const { clock, guess, compared } = setUp();
    guess('10.0.0.1', { right: true });
    await clock.advance(DAY - 1);
    expect(compared(1_000, (n) => fromEverywhere(n + 1_000))).toBe(30);
    expect(guess('10.9.9.9', { right: true })).toBe(500);
    expect(guess('10.0.0.1', { right: true })).toBe(0);
    // It was let in just now, so that its day begins anew.
    await clock.advance(DAY - 1);
    compared(1_000, (n) => fromEverywhere(n + 1_000));
    expect(guess('10.0.0.1', { right: true })).toBe(0);
    await clock.advance(DAY);
    compared(1_000, (n) => fromEverywhere(n + 1_000));
    expect(guess('10.0.0.1', { right: true })).toBe(500);
  });

  it('gets in while a stranger on the same address guesses, unless that one calls itself the same', () => {
    const { guess, compared } = setUp();
    guess('10.0.0.1', { right: true, userAgent: 'SillyTavern' });
    expect(compared(1_000, always('10.0.0.1'), (n) => `guesser ${n % 3}`)).toBe(10);
    expect(guess('10.0.0.1', { right: true, userAgent: 'SillyTavern' })).toBe(0);
    // The pretender gets what that bucket holds and no more.
    expect(compared(1_000, always('10.0.0.1'), always('SillyTavern'))).toBe(10);
    expect(guess('10.0.0.1', { right: true, userAgent: 'SillyTavern' })).toBe(1_000);
  });
});

it('takes no more memory with ever more addresses, and forgets none that was let in', () => {
  const { guess, compared } = setUp({
    address: ordinary.address,
    newAddresses: { burst: 1_000_000, interval: 1 },
  });
  guess('10.99.0.1', { right: true });
  expect(compared(10, always('10.99.0.2'))).toBe(10);
  expect(compared(10_000, fromEverywhere)).toBe(10_000);
  // Its bucket was forgotten with that of the longest unseen: 10,000 are kept.
  expect(compared(1, always('10.99.0.2'))).toBe(1);
  expect(compared(20, always('10.99.0.1'))).toBe(10);
});

/** Who asks, with which word, and how long after the one before, in ms. */
const step = fc.record({
  address: fc.integer({ min: 0, max: 4 }).map((n) => `10.0.0.${n}`),
  userAgent: fc.constantFrom('a', 'b'),
  right: fc.boolean(),
  after: fc.integer({ min: 0, max: 3_000 }),
});

describe('whatever comes', () => {
  it('an address has no more wrong words compared than its buckets hold and get back', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 300 }), async (steps) => {
        const { clock, guess } = setUp();
        const start = clock.now();
        const wrong = new Map<string, number>();
        for (const { after, address, ...how } of steps) {
          await clock.advance(after);
          if (guess(address, how) === 0 && !how.right) wrong.set(address, (wrong.get(address) ?? 0) + 1);
          // One bucket as a stranger, one as a known address, one for each agent that was let in.
          const most = 4 * (10 + (clock.now() - start) / 1_000);
          expect(wrong.get(address) ?? 0).toBeLessThanOrEqual(most);
        }
      }),
      { numRuns: 30 },
    );
  });

  it('all that were never let in together have no more compared than the budget for new ones', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 300 }), async (steps) => {
        const { clock, guess } = setUp();
        const start = clock.now();
        let wrong = 0;
        for (const { after, address, userAgent } of steps) {
          await clock.advance(after / 10);
          if (guess(address, { userAgent }) === 0) wrong += 1;
          expect(wrong).toBeLessThanOrEqual(30 + (clock.now() - start) / 500);
        }
      }),
      { numRuns: 30 },
    );
  });

  it('a refusal is followed by a comparison when its time is over, if nobody else asks', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 100 }), step, async (steps, { address, userAgent }) => {
        const { clock, guess } = setUp();
        for (const { after, address, ...how } of steps) {
          await clock.advance(after / 10);
          guess(address, how);
        }
        const wait = guess(address, { userAgent });
        await clock.advance(wait);
        if (wait > 0) expect(guess(address, { userAgent })).toBe(0);
      }),
      { numRuns: 30 },
    );
  });
});
