/**
 * What every implementation of the Store port must do, as plain functions that throw: vitest runs them (see
 * `describe-store.ts`), and so does a bare page in a browser, which has no test runner.
 */
import type { Change, Clock, Collection, Counted, Durability, Store, StoredRecords } from '../../src/core/ports.ts';
import type { Counts } from '../../src/core/records.ts';
import { ContentError } from '../../src/core/store/content-error.ts';
import { hotCollections, rememberedChanges } from '../../src/core/store/record.ts';
import { createJournal } from '../../src/core/store/write-behind.ts';

/** A fresh and empty store, told the time by `clock`. */
export type MakeStore = (clock: Pick<Clock, 'now'>) => Promise<StoreUnderTest>;

export interface StoreUnderTest {
  readonly store: Store;
  /** Closes the store and opens another on the same data. Absent where nothing is kept beyond the process. */
  reopen?(): Promise<Store>;
  /** Another store on the same data, as a second relay has it. Absent where the data has one user at a time. */
  another?(): Promise<Store>;
  /** Closes what is open and removes the data. */
  dispose(): Promise<void>;
}

export interface ContractCase {
  readonly name: string;
  /** Rejects when the store breaks the contract. */
  run(make: MakeStore): Promise<void>;
}

/** Runs every case; the failures, with their reason. For a page in a browser. */
export async function storeFailures(make: MakeStore): Promise<Array<{ name: string; reason: string }>> {
  const failures: Array<{ name: string; reason: string }> = [];
  for (const { name, run } of storeContract) {
    await run(make).catch((error: unknown) => failures.push({ name, reason: String(error) }));
  }
  return failures;
}

interface Bench {
  store: Store;
  readonly reopen: StoreUnderTest['reopen'];
  readonly another: StoreUnderTest['another'];
  /** Ms since the epoch, as the store sees it. */
  readonly time: { now: number };
}

function contractCase(name: string, body: (bench: Bench) => Promise<void>): ContractCase {
  return {
    name,
    async run(make) {
      const time = { now: 1_000_000 };
      const { store, reopen, another, dispose } = await make({ now: () => time.now });
      try {
        await body({ store, reopen, another, time });
      } finally {
        await dispose();
      }
    },
  };
}

let lastId = 0;
const freshId = () => `change${++lastId}`;

function put<C extends Collection>(collection: C, key: string, value: StoredRecords[C], expiresAt?: number): Change {
  return {
    id: freshId(),
    op: 'put',
    in: collection,
    key,
    value,
    ...(expiresAt !== undefined && { expiresAt }),
  } as Change;
}
function add(collection: Counted, key: string, counts: Counts, expiresAt?: number): Change {
  return { id: freshId(), op: 'add', in: collection, key, counts, ...(expiresAt !== undefined && { expiresAt }) };
}
function remove(collection: Collection, key: string): Change {
  return { id: freshId(), op: 'delete', in: collection, key };
}

const credential = (id: string): StoredRecords['credentials'] => ({
  id,
  kind: 'ai-studio',
  secret: `secret of ${id}`,
  label: 'Küche 🔑',
  note: '',
  addedAt: 5,
  enabled: true,
  limits: { perDay: 100, perDayByModel: { 'gemini-2.5-flash': 20 } },
});

const health = (until?: number): StoredRecords['health'] => ({
  cause: 'day-quota',
  message: 'used up',
  since: 1,
  ...(until !== undefined && { until }),
});

function equal(actual: unknown, expected: unknown, what: string): void {
  const [seen, wanted] = [canonical(actual), canonical(expected)];
  if (seen !== wanted) throw new Error(`${what}: expected ${wanted}, got ${seen}`);
}

const canonical = (value: unknown): string =>
  JSON.stringify(value, (_, inner: unknown) => {
    if (inner instanceof Map) return { map: [...inner].sort(([a], [b]) => (a < b ? -1 : 1)) };
    if (typeof inner !== 'object' || inner === null || Array.isArray(inner)) return inner;
    return Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)));
  }) ?? 'undefined';

async function rejects(promise: Promise<unknown>, what: string): Promise<void> {
  const outcome = await promise.then(
    () => 'resolved',
    () => 'rejected',
  );
  equal(outcome, 'rejected', what);
}

/** A value that no store can keep: it fails while it is being copied. */
const unstorable = (): string =>
  ({
    get text() {
      throw new Error('unreadable');
    },
  }) as unknown as string;

export const storeContract: readonly ContractCase[] = [
  contractCase('is empty at first', async ({ store }) => {
    const empty = Object.fromEntries(hotCollections.map((collection) => [collection, new Map()]));
    equal(await store.load(), empty, 'load');
    equal(await store.read('signatures', 'call_1'), undefined, 'read');
    equal(await store.scan('buckets', '', '\uffff'), [], 'scan');
  }),

  contractCase('gives back every kind of hot record as it was put', async ({ store }) => {
    const values = ['text', 7.5, true, ['a', 'b'], { from: 'to' }] as const;
    await store.commit(
      [
        put('credentials', 'k1', credential('k1')),
        ...values.map((value, index) => put('settings', `setting${index}`, value)),
        put('health', 'k1|gemini-2.5-flash', health(9)),
        put('counters', 'k1|gemini-2.5-flash|2026-11-24', { requests: 3 }),
      ],
      'strict',
    );
    const { credentials, settings, health: known, counters } = await store.load();
    equal(credentials, new Map([['k1', credential('k1')]]), 'credentials');
    equal(settings, new Map(values.map((value, index) => [`setting${index}`, value])), 'settings');
    equal(known, new Map([['k1|gemini-2.5-flash', health(9)]]), 'health');
    equal(counters, new Map([['k1|gemini-2.5-flash|2026-11-24', { requests: 3 }]]), 'counters');
  }),

  contractCase('reads cold records by key', async ({ store }) => {
    const signature = 'A+/='.repeat(2_000);
    await store.commit([put('signatures', 'call_1', signature), put('affinity', 'files/abc', 'k1')], 'relaxed');
    equal(await store.read('signatures', 'call_1'), signature, 'signature');
    equal(await store.read('affinity', 'files/abc'), 'k1', 'affinity');
    equal(await store.read('affinity', 'call_1'), undefined, 'the same key in another collection');
  }),

  contractCase('keeps removed keys for their time, and gives them with all that is read at start', async (bench) => {
    const { store, time } = bench;
    const removed: StoredRecords['recentlyRemoved'] = {
      credential: credential('k'),
      removedAt: time.now,
      health: [['k|gemini-2.5-flash', health(9)]],
      lessons: [['k', { project: 'p', learnedAt: 3 }]],
      day: '2026-11-30',
      counts: [['gemini-2.5-flash', { requests: 3, answered: 1 }]],
    };
    const until = time.now + 100;
    await store.commit(
      [remove('credentials', 'k'), ...['k', 'erased'].map((key) => put('recentlyRemoved', key, removed, until))],
      'strict',
    );
    await store.commit([remove('recentlyRemoved', 'erased')], 'strict');
    equal((await store.load()).recentlyRemoved, new Map([['k', removed]]), 'removed keys');
    time.now = until;
    equal((await store.load()).recentlyRemoved, new Map(), 'removed keys after their time');
  }),

  contractCase('reads the request log in the order of its keys', async ({ store }) => {
    const record = (id: string): StoredRecords['requests'] => ({
      id,
      startedAt: 5,
      endedAt: 7,
      client: 'https://chat.example',
      method: 'POST',
      path: '/v1/chat/completions',
      status: 503,
      attempts: [],
      error: { en: 'no', zh: '不' },
    });
    await store.commit([put('requests', '2|a', record('a')), put('requests', '1|b', record('b'))], 'relaxed');
    const found = [
      ['1|b', record('b')],
      ['2|a', record('a')],
    ];
    equal(await store.scan('requests', '', '\uffff'), found, 'requests');
    await store.commit([remove('requests', '1|b')], 'strict');
    equal(await store.scan('requests', '', '\uffff'), found.slice(1), 'requests after one was deleted');
  }),

  contractCase('replaces and deletes', async ({ store }) => {
    await store.commit([put('settings', 'a', 1), put('settings', 'b', 1), put('settings', 'c', 1)], 'strict');
    await store.commit([put('settings', 'a', 2), remove('settings', 'b'), remove('settings', 'never there')], 'strict');
    equal(
      (await store.load()).settings,
      new Map([
        ['a', 2],
        ['c', 1],
      ]),
      'settings',
    );
  }),

  contractCase('adds to what is there, and to nothing', async ({ store }) => {
    await store.commit([add('counters', 'a', { requests: 1 }), put('counters', 'b', { requests: 5 })], 'relaxed');
    await store.commit(
      [add('counters', 'a', { requests: 2, tokens: 40 }), add('counters', 'b', { tokens: 1 })],
      'relaxed',
    );
    equal(
      (await store.load()).counters,
      new Map([
        ['a', { requests: 3, tokens: 40 }],
        ['b', { requests: 5, tokens: 1 }],
      ]),
      'counters',
    );
  }),

  contractCase('applies the changes of a commit in their order', async ({ store }) => {
    await store.commit(
      [
        put('counters', 'a', { n: 10 }),
        add('counters', 'a', { n: 1 }),
        put('settings', 'b', 'first'),
        remove('settings', 'b'),
        remove('counters', 'c'),
        add('counters', 'c', { n: 1 }),
        put('settings', 'd', 'first'),
        put('settings', 'd', 'second'),
      ],
      'relaxed',
    );
    const { counters, settings } = await store.load();
    equal(
      counters,
      new Map([
        ['a', { n: 11 }],
        ['c', { n: 1 }],
      ]),
      'counters',
    );
    equal(settings, new Map([['d', 'second']]), 'settings');
  }),

  contractCase('skips a change whose id was applied before, and only that one', async ({ store }) => {
    const first = add('counters', 'a', { n: 1 });
    const second = add('counters', 'a', { n: 10 });
    await store.commit([first], 'relaxed');
    await store.commit([first, second, second], 'strict');
    equal((await store.load()).counters.get('a'), { n: 11 }, 'counter');

    const remembered = put('settings', 's', 'old');
    await store.commit([remembered], 'strict');
    await store.commit([put('settings', 's', 'new')], 'strict');
    await store.commit([remembered], 'strict');
    equal((await store.load()).settings.get('s'), 'new', 'setting');
  }),

  contractCase('still knows an id after thousands of others', async ({ store }) => {
    const early = add('counters', 'early', { n: 1 });
    await store.commit([early], 'relaxed');
    const others = Array.from({ length: rememberedChanges - 1 }, () => add('counters', 'other', { n: 1 }));
    await store.commit(others, 'relaxed');
    await store.commit([early], 'relaxed');
    equal((await store.load()).counters.get('early'), { n: 1 }, 'counter');
  }),

  contractCase('applies all changes of a commit or none', async ({ store }) => {
    await store.commit([put('counters', 'a', { n: 1 }), put('settings', 's', 'old')], 'strict');
    const good = [
      add('counters', 'a', { n: 1 }),
      put('settings', 's', 'new'),
      put('credentials', 'k', credential('k')),
    ];
    await rejects(store.commit([...good, put('signatures', 'x', unstorable())], 'strict'), 'commit of a broken value');
    const { counters, settings, credentials } = await store.load();
    equal([counters.get('a'), settings.get('s'), credentials.size], [{ n: 1 }, 'old', 0], 'records');

    await store.commit(good, 'strict');
    equal((await store.load()).counters.get('a'), { n: 2 }, 'the same changes, tried again');
  }),

  contractCase('names the changes that it can never store, and takes all others without them', async ({ store }) => {
    await store.commit([add('counters', 'a', { n: 1 })], 'strict');
    const poison = [put('settings', 'bad', unstorable()), put('signatures', 'bad', unstorable())];
    const good = [add('counters', 'a', { n: 1 }), put('settings', 'good', 'new'), remove('settings', 'never there')];
    const [first, second] = poison;
    const commit = store.commit(
      [...good.slice(0, 1), ...poison.slice(0, 1), ...good.slice(1), ...poison.slice(1)],
      'strict',
    );
    const error: unknown = await commit.then(
      () => 'resolved',
      (thrown: unknown) => thrown,
    );
    if (!(error instanceof ContentError)) throw new Error(`expected a ContentError, got ${String(error)}`);
    equal([...error.refused], [first?.id, second?.id], 'what is refused');
    await store.commit(good, 'strict');
    await store.commit([put('settings', 'bad', 'mended')], 'strict');
    const { counters, settings } = await store.load();
    equal([counters.get('a'), settings.get('good'), settings.get('bad')], [{ n: 2 }, 'new', 'mended'], 'records');
  }),

  contractCase(
    'a change that cannot be stored keeps no other from it, and its record can be changed again',
    async ({ store, time }) => {
      const logged: string[] = [];
      const journal = createJournal({
        store,
        clock: { now: () => time.now, after: () => () => {} },
        ids: freshId,
        log: { write: ({ event }) => logged.push(event) },
      });
      journal.put('settings', 'before', 1);
      journal.put('settings', 'bad', unstorable());
      journal.add('counters', 'a', { n: 1 });
      await rejects(journal.flush('strict'), 'flush of a broken value');
      equal([journal.pending, logged], [0, ['change-not-storable']], 'what is pending, and the log');
      journal.put('settings', 'after', 2);
      await journal.flush('strict');
      if (journal.trouble === undefined) throw new Error('nobody is told of what was set aside');
      journal.put('settings', 'bad', 'mended');
      await journal.flush('strict');
      const { settings, counters } = await store.load();
      equal(
        [...settings].sort(),
        [
          ['after', 2],
          ['bad', 'mended'],
          ['before', 1],
        ],
        'settings',
      );
      equal([counters.get('a'), journal.trouble], [{ n: 1 }, undefined], 'counter and trouble');
    },
  ),

  contractCase('keeps copies: what the caller does to a value later does not matter', async ({ store }) => {
    const counts = { n: 1 };
    await store.commit([put('counters', 'a', counts)], 'relaxed');
    counts.n = 100;
    const seen = (await store.load()).counters.get('a') as { n: number };
    equal(seen, { n: 1 }, 'after the caller changed what it had put');
    seen.n = 200;
    equal((await store.load()).counters.get('a'), { n: 1 }, 'after a reader changed what it had got');
  }),

  contractCase('lets records expire on the millisecond', async ({ store, time }) => {
    const at = time.now + 100;
    await store.commit(
      [
        put('health', 'a', health(), at),
        put('signatures', 'b', 'sig', at),
        put('buckets', 'c', { n: 1 }, at),
        put('health', 'stays', health()),
      ],
      'relaxed',
    );
    time.now = at - 1;
    equal((await store.load()).health.size, 2, 'health, one ms before');
    equal(await store.read('signatures', 'b'), 'sig', 'signature, one ms before');
    equal(await store.scan('buckets', 'c', 'd'), [['c', { n: 1 }]], 'bucket, one ms before');
    time.now = at;
    equal([...(await store.load()).health.keys()], ['stays'], 'health');
    equal(await store.read('signatures', 'b'), undefined, 'signature');
    equal(await store.scan('buckets', 'c', 'd'), [], 'bucket');
  }),

  contractCase('a put replaces the expiry; an add moves it or leaves it', async ({ store, time }) => {
    const soon = time.now + 10;
    const late = time.now + 1_000;
    await store.commit(
      ['put', 'moved', 'left'].map((key) => put('buckets', key, { n: 1 }, soon)),
      'relaxed',
    );
    await store.commit(
      [put('buckets', 'put', { n: 2 }), add('buckets', 'moved', { n: 1 }, late), add('buckets', 'left', { n: 1 })],
      'relaxed',
    );
    time.now = soon;
    equal(
      await store.scan('buckets', '', 'z'),
      [
        ['moved', { n: 2 }],
        ['put', { n: 2 }],
      ],
      'when the first expiry has come',
    );
    time.now = late;
    equal(await store.scan('buckets', '', 'z'), [['put', { n: 2 }]], 'when the second has come');
  }),

  contractCase('an add to an expired record starts anew, without an expiry', async ({ store, time }) => {
    await store.commit([put('buckets', 'a', { old: 5, n: 5 }, time.now + 10)], 'relaxed');
    time.now += 10;
    await store.commit([add('buckets', 'a', { n: 1 })], 'relaxed');
    time.now += 1_000_000;
    equal(await store.read('buckets', 'a'), { n: 1 }, 'bucket');
  }),

  contractCase('scans from the first key up to, not including, the second', async ({ store }) => {
    const keys = ['minute|2', 'minute|1|b', 'minute|1', 'hour|9', 'minute|1|a', 'minute|3'];
    await store.commit(
      keys.map((key, n) => put('buckets', key, { n })),
      'relaxed',
    );
    const found = (await store.scan('buckets', 'minute|1', 'minute|3')).map(([key]) => key);
    equal(found, ['minute|1', 'minute|1|a', 'minute|1|b', 'minute|2'], 'keys');
    equal(await store.scan('buckets', 'minute|3', 'minute|1'), [], 'an empty range');
    equal(await store.scan('signatures', '', '\uffff'), [], 'another collection');
  }),

  contractCase('orders keys by UTF-16 code units', async ({ store }) => {
    // A code-point order would put the emoji (a surrogate pair, U+D83D…) last.
    const ordered = ['A', 'a', 'a|', 'é', '中', '\u{1f511}', '\uff5e'];
    await store.commit(
      [...ordered].reverse().map((key) => put('affinity', key, 'k')),
      'relaxed',
    );
    equal(
      (await store.scan('affinity', '', '\uffff')).map(([key]) => key),
      ordered,
      'all keys',
    );
    equal(
      (await store.scan('affinity', '\ud83d', '\uff5e')).map(([key]) => key),
      ['\u{1f511}'],
      'a range',
    );
  }),

  contractCase('does not mix commits that run at the same time', async ({ store }) => {
    const commits = Array.from({ length: 40 }, (_, n) =>
      store.commit(
        [add('counters', 'sum', { n: 1 }), put('settings', 'last', n), add('counters', `own${n}`, { n })],
        n % 2 === 0 ? 'relaxed' : 'strict',
      ),
    );
    await Promise.all(commits);
    const { counters, settings } = await store.load();
    equal(counters.get('sum'), { n: 40 }, 'sum');
    equal(counters.size, 41, 'number of counters');
    equal(settings.get('last'), 39, 'the last commit wins');
  }),

  contractCase('takes an empty commit and a big one', async ({ store }) => {
    await store.commit([], 'strict');
    await store.commit(
      Array.from({ length: 5_000 }, (_, n) => put('credentials', `k${n}`, credential(`k${n}`))),
      'strict',
    );
    equal((await store.load()).credentials.size, 5_000, 'credentials');
  }),

  ...(['strict', 'relaxed'] satisfies Durability[]).map((durability) =>
    contractCase(`has what was committed (${durability}) after it is opened again`, async ({ store, reopen }) => {
      if (reopen === undefined) return;
      const counted = add('counters', 'c', { n: 1 });
      const changes = [put('credentials', 'k', credential('k')), put('signatures', 's', 'sig'), counted];
      await store.commit(changes, durability);
      const again = await reopen();
      await again.commit([counted], durability);
      const { credentials, counters } = await again.load();
      equal(credentials.get('k'), credential('k'), 'credential');
      equal(await again.read('signatures', 's'), 'sig', 'signature');
      equal(counters.get('c'), { n: 1 }, 'a change that is sent again after the restart');
    }),
  ),

  contractCase(
    'tells others what was committed after they loaded, in its order, and the writer of no increment',
    async (bench) => {
      const other = await bench.another?.();
      if (other?.subscribe === undefined || bench.store.subscribe === undefined) return;
      await bench.store.commit([put('settings', 'before', 1)], 'strict');
      await Promise.all([bench.store.load(), other.load()]);
      const [own, foreign] = [heard(bench.store), heard(other)];
      const first = [
        put('credentials', 'k', credential('k')),
        add('counters', 'c', { n: 1 }),
        put('signatures', 's', 'x'),
      ];
      await bench.store.commit(first, 'strict');
      await bench.store.commit([remove('credentials', 'k')], 'strict');
      await bench.store.commit(first, 'strict');
      await other.commit([put('settings', 'last', 2)], 'strict');
      await Promise.all([own.until('last'), foreign.until('last')]);
      equal(foreign.told(), ['put k', 'add c', 'delete k', 'put last'], 'what the other was told');
      equal(own.told().includes('add c'), false, 'whether the writer was told of its own increment');
      equal(own.told().at(-1), 'put last', 'what the writer was told last');
    },
  ),
];

/** What a store tells of changes made elsewhere. */
function heard(store: Store) {
  const told: Change[] = [];
  let look = () => {};
  store.subscribe?.((changes) => {
    told.push(...changes);
    look();
  });
  return {
    told: () => told.map(({ op, key }) => `${op} ${key}`),
    until: (key: string) =>
      new Promise<void>((resolve) => {
        look = () => told.some((change) => change.key === key) && resolve();
        look();
      }),
  };
}
