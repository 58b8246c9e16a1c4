/** Rounds of mixed traffic, failures of every kind and kills, with a look after each at whether anything was lost. */
import type { FakeGemini } from '../../fake-gemini/server.ts';
import { type Dice, diceOf } from '../../support/dice.ts';
import { createKeeper } from './keeper.ts';
import { mischiefFor } from './mischief.ts';
import { askOf, asks, type Form, forms, judge, piecesOf, type Verdict } from './question.ts';
import type { Side } from './side.ts';

export interface ChaosOptions {
  readonly side: Side;
  readonly fake: FakeGemini;
  readonly seed: number;
  /** Asked before each round. */
  readonly goesOn: (round: number) => boolean;
}

/** What became of requests: judged, or the client left, or the connection broke when Hajimi was killed. */
type Outcome = Verdict | 'left' | 'killed';

export interface Figures {
  rounds: number;
  requests: number;
  readonly outcomes: Record<Outcome, number>;
  readonly kills: Record<string, number>;
  /** Requests by what befell them upstream. */
  readonly failures: Record<string, number>;
  /** Keys and settings that were acknowledged; none was lost, or the run has failed. */
  kept: number;
  /** Calls that upstream has seen. */
  calls: number;
}

const CLIENTS = 6;
/** Nothing takes so long, however busy the machine: a call is given up after the few seconds of `UPSTREAM_TIMEOUT`. */
const LONGEST_REQUEST = 120_000;
const LONGEST_CALL = 60_000;

/** @throws {Error} at the first thing that is lost, mixed up, unclear or left open. */
export async function runChaos({ side, fake, seed, goesOn }: ChaosOptions): Promise<Figures> {
  const dice = diceOf(seed);
  const keeper = createKeeper(side, diceOf(seed, 1));
  const figures: Figures = {
    rounds: 0,
    requests: 0,
    outcomes: { right: 0, error: 0, blocked: 0, left: 0, killed: 0 },
    kills: {},
    failures: {},
    kept: 0,
    calls: 0,
  };
  let kills = 0;

  async function ask(number: number): Promise<void> {
    const own = diceOf(seed, 2, number);
    const form = own.pick(forms);
    const script = scriptFor(number, own);
    const killsBefore = kills;
    figures.requests++;
    const outcome = await ending(number, form, own).catch((error: unknown): Outcome => {
      if (kills === killsBefore) throw error;
      return 'killed';
    });
    script.takeBack();
    figures.outcomes[outcome]++;
    if (outcome === 'right') keeper.answered();
  }

  function scriptFor(number: number, own: Dice) {
    const pieces = piecesOf(number);
    const mischief = mischiefFor(own, pieces);
    const takeBacks: Array<() => void> = [];
    if (mischief !== undefined) {
      count(figures.failures, mischief.name);
      takeBacks.push(fake.script({ when: asks(number) }, mischief.behaviour, mischief.times));
    }
    takeBacks.push(fake.script({ when: asks(number) }, { text: pieces, betweenChunks: own.below(20) }));
    return {
      takeBack() {
        for (const takeBack of takeBacks) takeBack();
      },
    };
  }

  async function ending(number: number, form: Form, own: Dice): Promise<Outcome> {
    const leaving = new AbortController();
    const [path, request] = askOf(number, form);
    const asked = within(
      LONGEST_REQUEST,
      `question ${number} was left open`,
      side.ask(path, { ...request, signal: leaving.signal }),
    );
    // Once upstream works on it, which is the worst moment.
    if (own.chance(0.1))
      void fake.waitFor(asks(number), LONGEST_REQUEST).then(
        () => leaving.abort(),
        () => undefined,
      );
    return asked.then(
      (answer) => judge(number, form, answer),
      (error: unknown) => {
        if (leaving.signal.aborted) return 'left';
        throw error;
      },
    );
  }

  async function round(): Promise<void> {
    const enough = 5 + dice.below(25);
    let begun = 0;
    let isOver = false;
    const client = async () => {
      while (!isOver && begun < enough) {
        begun++;
        await ask(figures.requests);
      }
    };
    const clients = Promise.all(Array.from({ length: CLIENTS }, client));
    const owner = (async () => {
      for (let acts = 1 + dice.below(8); acts > 0 && !isOver; acts--) {
        const killsBefore = kills;
        await keeper.act().catch((error: unknown) => {
          if (kills === killsBefore) throw error;
        });
      }
    })();
    const traffic = Promise.all([clients, owner]);
    if (dice.chance(0.85)) {
      const killAfter = figures.requests + dice.below(enough);
      await Promise.race([traffic, fake.waitFor(() => figures.requests >= killAfter, LONGEST_REQUEST)]);
      isOver = true;
      kills++;
      count(figures.kills, await side.kill(dice));
    }
    await traffic;
    isOver = true;
    await everyCallEnded();
    await keeper.check(figures.calls);
  }

  async function everyCallEnded(): Promise<void> {
    const open = () => fake.requests.filter(({ done }) => !done);
    if (open().length > 0) {
      await fake
        .waitFor(() => open().length === 0, LONGEST_CALL)
        .catch(() => {
          throw new Error(`upstream calls were left open: ${JSON.stringify(open())}`);
        });
    }
    figures.calls += fake.requests.filter(({ method }) => method !== 'models.list').length;
    fake.reset();
  }

  for (let acts = 0; acts < 20; acts++) await keeper.act();
  while (goesOn(figures.rounds)) {
    await round().catch((cause: unknown) => {
      throw new Error(`round ${figures.rounds} of seed ${seed}: ${cause}\n${JSON.stringify(side.errors())}`, { cause });
    });
    figures.rounds++;
    figures.kept = keeper.kept;
  }
  return figures;
}

const count = (counts: Record<string, number>, name: string) => {
  counts[name] = (counts[name] ?? 0) + 1;
};

/** The promise's outcome, or an error with this message after so many ms. */
async function within<T>(ms: number, message: string, promise: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(message)), ms);
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}
