/**
 * Runs in a process of its own until it is killed: adds keys and counts calls through a journal, as a relay does, and
 * says on stdout what it may be held to. Started by `store.kill.test.ts`.
 */
import { writeSync } from 'node:fs';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { createJournal } from '../../../../../src/core/store/write-behind.ts';
import { clock, ids } from '../../../../../src/relay/ports/platform.ts';
import { openFileStore } from '../../../../../src/relay/storage/sqlite/store.ts';

const [directory = '', round = ''] = process.argv.slice(2);
const say = (word: string, about: string | number) => writeSync(1, `${word} ${about}\n`);

const store = await openFileStore(directory, clock);
let counted = 0;
const journal = createJournal({
  store: {
    async commit(changes, durability) {
      const before = counted;
      await store.commit(changes, durability);
      say('safe', before);
    },
  },
  clock,
  ids,
  log: { write: (event) => say('failed', String(event.error)) },
});

for (let n = 0; ; n++) {
  for (let call = 0; call < 20; call++) {
    say('counted', ++counted);
    journal.add('counters', 'calls', { n: 1 });
    journal.add('buckets', `minute|${round}|${n}|${call}`, { calls: 1 }, { expiresAt: clock.now() + 60_000 });
    await nextTurn();
  }
  const id = `key${round}-${n}`;
  const limits = {};
  journal.put('credentials', id, {
    id,
    kind: 'ai-studio',
    secret: id,
    label: id,
    note: '',
    addedAt: n,
    enabled: true,
    limits,
  });
  await journal.flush('strict');
  say('acknowledged', id);
}
