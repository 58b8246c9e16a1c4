/** Long stack traces: who called, across everything that was awaited on the way. */
import { createHook, executionAsyncId } from 'node:async_hooks';
import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { root } from '../source-files.ts';

/** One function of the project's own. Closures without a name are told apart by where they stand. */
export interface Frame {
  /** Empty for a closure that has none. */
  readonly name: string;
  /** From the repository's root. */
  readonly file: string;
  /** Of the function, in the text that runs. */
  readonly at: string;
}

export interface LongStacks {
  /** The project's own frames that are running or waiting for what runs now, the outermost first. */
  now(): Frame[];
  stop(): void;
}

interface Origin {
  /** The stack in which something was begun that is waited for. */
  readonly begun: { readonly stack: readonly NodeJS.CallSite[] };
  /** In the turn of which other it was begun. */
  readonly within: number;
}

/**
 * V8 forgets the callers of a function that has waited once, and its own async traces end at each `then`. Here each promise
 * and each callback of Node remembers in which stack it was begun.
 */
export function recordLongStacks(): LongStacks {
  const origins = new Map<number, Origin>();
  const hook = createHook({
    init(id) {
      origins.set(id, { begun: callSites(), within: executionAsyncId() });
    },
  }).enable();
  return {
    now() {
      const frames = framesOf(callSites().stack);
      const seen = new Set<number>();
      for (let id = executionAsyncId(); !seen.has(id); ) {
        seen.add(id);
        const origin = origins.get(id);
        if (origin === undefined) break;
        frames.push(...framesOf(origin.begun.stack));
        id = origin.within;
      }
      return frames.reverse();
    },
    stop: () => void hook.disable(),
  };
}

/** Read later, if at all: to describe a stack costs more than to take it. */
function callSites(): Origin['begun'] {
  const holder: { stack?: readonly NodeJS.CallSite[] } = {};
  const { prepareStackTrace, stackTraceLimit } = Error;
  Error.stackTraceLimit = Number.POSITIVE_INFINITY;
  Error.prepareStackTrace = (_, sites) => sites;
  Error.captureStackTrace(holder, callSites);
  const { stack = [] } = holder;
  Object.assign(Error, { prepareStackTrace, stackTraceLimit });
  return { stack };
}

interface Enclosed extends NodeJS.CallSite {
  getEnclosingLineNumber(): number | null;
  getEnclosingColumnNumber(): number | null;
}

const framesOf = (sites: readonly NodeJS.CallSite[]): Frame[] =>
  sites.flatMap((site) => {
    const name = site.getFileName() ?? '';
    const path = relative(root, name.startsWith('file:') ? fileURLToPath(name) : name);
    if (!path.startsWith('src/')) return [];
    const { file, at } = { file: path, at: positionOf(site as Enclosed) };
    return [{ name: site.getFunctionName() ?? '', file, at }];
  });

const positionOf = (site: Enclosed): string => `${site.getEnclosingLineNumber()}:${site.getEnclosingColumnNumber()}`;
