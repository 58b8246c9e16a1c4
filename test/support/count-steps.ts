/**
 * Counts what a piece of our code does, so that a test can say how its cost grows without a clock: V8's own counters of
 * blocks that ran (`Profiler.startPreciseCoverage`), and for the built-in functions that look at every item of an array or
 * every letter of a text, how many those are. What happens within a regular expression is not seen.
 */
import { Session } from 'node:inspector';
import { expect } from 'vitest';

const session = new Session();
session.connect();
session.post('Profiler.enable');
// At once: only functions that are compiled after this have counters in them.
session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: true });

/** How many blocks of `src/` ran since this was asked last. */
function blocksRun(): number {
  let blocks = 0;
  session.post('Profiler.takePreciseCoverage', (error, coverage) => {
    if (error) throw error;
    for (const { url, functions } of coverage.result) {
      if (!url.includes('/src/')) continue;
      for (const { ranges } of functions) for (const { count } of ranges) blocks += count;
    }
  });
  return blocks;
}

type Native = (this: unknown, ...args: unknown[]) => unknown;
/** How much a call has looked at; `this` before the call, and what it gave. */
type Cost = (own: unknown, args: readonly unknown[], given: unknown, lengthBefore: number) => number;

const lengthOf = (value: unknown): number =>
  typeof value === 'string' || Array.isArray(value) ? value.length : ArrayBuffer.isView(value) ? value.byteLength : 1;
const whole: Cost = (_own, _args, _given, before) => before;
/** Up to what was found. */
const upTo: Cost = (_own, args, given, before) =>
  typeof given === 'number' && given >= 0 ? Math.max(1, given - Number(args[1] ?? 0)) : before;
const itsArguments: Cost = (_own, args) => args.length;
const itsResult: Cost = (_own, _args, given) => lengthOf(given);
const itsArgument: Cost = (_own, [text]) => lengthOf(text);
const matched: Cost = (own, [text], given) => {
  const { sticky, global, lastIndex } = own as RegExp;
  const found = given as RegExpExecArray | null;
  if (sticky) return (found?.[0].length ?? 0) + 1;
  return global && found ? found[0].length + 1 : lengthOf(text) - (global ? lastIndex : 0);
};

const costs: ReadonlyArray<readonly [object, Readonly<Record<string, Cost>>]> = [
  [
    Array.prototype,
    {
      ...{ includes: whole, indexOf: upTo, lastIndexOf: whole, slice: itsResult, concat: itsResult, flat: itsResult },
      ...{ join: whole, reverse: whole, sort: whole, splice: whole, unshift: whole, push: itsArguments },
      // Those that look at an item by a function of ours are counted by it, but for where they make a list.
      ...{ filter: whole, map: whole, flatMap: whole },
    },
  ],
  [
    String.prototype,
    {
      ...{ indexOf: upTo, lastIndexOf: whole, includes: whole, split: whole, replaceAll: whole, repeat: itsResult },
      ...{ toLowerCase: whole, toUpperCase: whole, trim: whole, trimEnd: whole, trimStart: whole },
      ...{ startsWith: itsArgument, endsWith: itsArgument },
    },
  ],
  [RegExp.prototype, { exec: matched }],
  [JSON, { parse: itsArgument, stringify: itsResult }],
];

/** Runs with counting built-ins in place of those of the language. */
function nativeSteps(run: () => void): number {
  let steps = 0;
  const undo: Array<() => void> = [];
  for (const [owner, byName] of costs) {
    for (const [name, cost] of Object.entries(byName)) {
      const native = (owner as Record<string, Native>)[name] as Native;
      const counting: Native = function counting(...args) {
        const before = lengthOf(this);
        const given = Reflect.apply(native, this, args);
        steps += cost(this, args, given, before);
        return given;
      };
      Object.defineProperty(owner, name, { value: counting, configurable: true, writable: true });
      undo.push(() => Object.defineProperty(owner, name, { value: native, configurable: true, writable: true }));
    }
  }
  const iterate = Array.prototype[Symbol.iterator];
  // biome-ignore lint/suspicious/noExplicitAny: the signature is the language's own.
  Array.prototype[Symbol.iterator] = function counted(this: any[]) {
    steps += this.length;
    return Reflect.apply(iterate, this, []);
  };
  undo.push(() => {
    Array.prototype[Symbol.iterator] = iterate;
  });
  try {
    run();
  } finally {
    for (const take of undo) take();
  }
  return steps;
}

/** Steps of one call: blocks of `src/` that ran, and items and letters that built-in functions looked at. */
export function countSteps(run: () => void): number {
  blocksRun();
  const native = nativeSteps(run);
  return native + blocksRun();
}

/**
 * Says that 16 times the input takes at most 20 times the steps.
 * @param use is given the input of a size, made before anything is counted.
 * @param size of the small input, large enough that what is done once does not matter.
 */
export function expectLinear<Input>(make: (size: number) => Input, use: (input: Input) => unknown, size = 64): void {
  const steps = [size, 16 * size].map((one) => {
    const input = make(one);
    return countSteps(() => use(input));
  });
  const [few = 0, many = 0] = steps;
  expect(few).toBeGreaterThan(0);
  expect(many / few, `${few} steps for ${size}, ${many} for 16 times as much`).toBeLessThanOrEqual(20);
}
