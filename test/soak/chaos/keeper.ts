/** The owner during the chaos: adds keys, changes settings, and remembers what Hajimi said it has kept. */
import type { AddKeysResult, KeyView } from '../../../src/contract/keys.ts';
import type { StatsRow } from '../../../src/contract/stats.ts';
import { type Answer, json, post } from '../../http/driver.ts';
import type { Dice } from '../../support/dice.ts';
import type { Side } from './side.ts';

export interface Keeper {
  /** Adds a key or changes a setting. Rejects when it is not told that this is done. */
  act(): Promise<void>;
  /** A client holds a whole answer in its hands. */
  answered(): void;
  /** @throws {Error} when something is not there that Hajimi said it has. @param calls that upstream has seen at most. */
  check(calls: number): Promise<void>;
  /** Keys and changes of settings that were acknowledged. */
  readonly kept: number;
}

type Changed = 'fakeStreaming' | 'apiKeyDailyLimit' | 'concurrentRequests' | 'keepOtherAnswers';
const values: Readonly<Record<Changed, (dice: Dice) => unknown>> = {
  fakeStreaming: (dice) => dice.chance(0.5),
  apiKeyDailyLimit: (dice) => 1000 + dice.below(1000),
  concurrentRequests: (dice) => 1 + dice.below(2),
  keepOtherAnswers: (dice) => dice.chance(0.3),
};
const names = Object.keys(values) as Changed[];

export function createKeeper(side: Side, dice: Dice): Keeper {
  const since = Date.now();
  const keys = new Set<string>();
  /** By setting: what it may be. More than one where a change was not acknowledged. */
  const settings = new Map<Changed, Set<unknown>>();
  let asked = 0;
  let kept = 0;
  /** Answers since the last start, and how many calls were certainly stored. */
  let answers = 0;
  let floor = 0;
  let atStart = 0;

  async function addKey(): Promise<void> {
    const text = `AIzaSy${`Chaos${asked++}`.padEnd(33, '-')}`;
    const answersBefore = answers;
    const { added } = read<AddKeysResult>(await side.admin('/api/keys', post({ text })));
    for (const { id } of added) keys.add(id);
    // Writes are in order: what was counted before the key is stored with it.
    floor = Math.max(floor, atStart + answersBefore);
  }

  async function changeSetting(): Promise<void> {
    const name = dice.pick(names);
    const value = values[name](dice);
    const possible = settings.get(name) ?? new Set();
    settings.set(name, possible.add(value));
    read(await side.admin(`/api/settings/${name}`, { ...post({ value }), method: 'PUT' }));
    settings.set(name, new Set([value]));
  }

  return {
    async act() {
      await (dice.chance(0.6) ? addKey() : changeSetting());
      kept++;
    },
    answered() {
      answers++;
    },
    async check(calls) {
      const present = new Set(read<KeyView[]>(await side.admin('/api/keys')).map(({ id }) => id));
      const lost = [...keys].filter((id) => !present.has(id));
      if (lost.length > 0) throw new Error(`${lost.length} acknowledged keys are lost`);

      const views = read<Array<{ name: string; value: unknown }>>(await side.admin('/api/settings'));
      for (const [name, possible] of settings) {
        const { value } = views.find((view) => view.name === name) ?? {};
        if (!possible.has(value)) throw new Error(`${name} is ${value}, and was set to ${[...possible].join(' or ')}`);
        settings.set(name, new Set([value]));
      }

      const rows = read<StatsRow[]>(await side.admin(`/api/stats?unit=hour&total=true&from=${since}`));
      const sum = (of: (row: StatsRow) => number) => rows.reduce((before, row) => before + of(row), 0);
      const counted = sum(({ answered, failed, released }) => answered + failed + released);
      if (counted < floor) throw new Error(`${counted} calls are counted, and ${floor} were acknowledged`);
      // One that was cancelled or failed may never have got there.
      const answered = sum((row) => row.answered);
      if (answered > calls) throw new Error(`${answered} answers are counted, and upstream was called ${calls} times`);
      // Reading them has stored them.
      floor = counted;
      atStart = counted;
      answers = 0;
    },
    get kept() {
      return kept;
    },
  };
}

function read<T>(answer: Answer): T {
  if (answer.status >= 300) throw new Error(`the owner got ${answer.status} ${answer.text}`);
  return json(answer) as T;
}
