/**
 * Calls that wait for their results. How many turns, calls and results there are is the client's to decide, so none of them
 * costs a look at all the others.
 */

/** What is known of a call here. */
interface Waiting {
  readonly name: string;
  isAnswered(): boolean;
}

export interface OpenCalls<Call extends Waiting, Turn extends object> {
  /** In the order of the conversation: the turn is the one of the call before, or a later one. */
  add(id: string, turn: Turn, call: Call): void;
  /** The first call of this id in the latest turn that has one. */
  byId(id: string): Call | undefined;
  /** The first call, of this name where one is given, in the latest turn in which any call waits. */
  byName(name: string | undefined): Call | undefined;
  /** Every id, in the order in which it came first. */
  ids(): string[];
}

/** Calls of one turn in their order; those in front that were answered are passed over once and for all. */
interface Row<Call, Turn> {
  readonly turn: Turn;
  readonly calls: Call[];
  passed: number;
}

export function createOpenCalls<Call extends Waiting, Turn extends object>(): OpenCalls<Call, Turn> {
  const byId = new Map<string, Row<Call, Turn>[]>();
  const all: Row<Call, Turn>[] = [];
  const named = new WeakMap<Turn, Map<string, Row<Call, Turn>[]>>();

  return {
    add(id, turn, call) {
      push(stackOf(byId, id), turn, call);
      push(all, turn, call);
      const names = named.get(turn) ?? new Map<string, Row<Call, Turn>[]>();
      named.set(turn, names);
      push(stackOf(names, call.name), turn, call);
    },
    byId: (id) => latestOf(byId.get(id) ?? []),
    byName(name) {
      const first = latestOf(all);
      const turn = all.at(-1)?.turn;
      if (name === undefined || first === undefined || turn === undefined) return first;
      return latestOf(named.get(turn)?.get(name) ?? []);
    },
    ids: () => [...byId.keys()],
  };
}

function stackOf<Item>(stacks: Map<string, Item[]>, key: string): Item[] {
  const known = stacks.get(key) ?? [];
  stacks.set(key, known);
  return known;
}

function push<Call, Turn>(stack: Row<Call, Turn>[], turn: Turn, call: Call): void {
  const last = stack.at(-1);
  if (last?.turn === turn) last.calls.push(call);
  else stack.push({ turn, calls: [call], passed: 0 });
}

/** The first call of the last row that has one; rows without any are dropped. */
function latestOf<Call extends Waiting, Turn>(stack: Row<Call, Turn>[]): Call | undefined {
  for (let row = stack.at(-1); row !== undefined; row = stack.at(-1)) {
    while (row.calls[row.passed]?.isAnswered()) row.passed++;
    const call = row.calls[row.passed];
    if (call !== undefined) return call;
    stack.pop();
  }
  return undefined;
}
