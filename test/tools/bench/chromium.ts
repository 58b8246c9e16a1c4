/**
 * Chromium over its own protocol, without Playwright: that reports every request and each piece of its body to the
 * test, which costs more than what is to be measured, and it keeps the worker awake.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { WebSocket } from 'ws';
import { builtExtension } from '../../e2e/support/bench.ts';
import { findBrowser } from '../../support/programs/browser.ts';
import { browserArgs, extensionArgs } from '../../support/programs/launch.ts';

/** What the commands in use answer. */
interface Results {
  readonly 'Target.getTargets': {
    readonly targetInfos: ReadonlyArray<{ readonly url: string; readonly type: string; readonly targetId: string }>;
  };
  readonly 'Target.createTarget': { readonly targetId: string };
  readonly 'Target.attachToTarget': { readonly sessionId: string };
  readonly 'Target.detachFromTarget': unknown;
  readonly 'HeapProfiler.collectGarbage': unknown;
  readonly 'Runtime.getHeapUsage': { readonly usedSize: number };
  readonly 'Page.bringToFront': unknown;
  readonly 'ServiceWorker.enable': unknown;
  readonly 'ServiceWorker.disable': unknown;
  readonly 'ServiceWorker.stopAllWorkers': unknown;
  readonly 'Runtime.evaluate': {
    readonly result: { readonly value?: unknown };
    readonly exceptionDetails?: { readonly text: string; readonly exception?: { readonly description?: string } };
  };
}

export interface Tab {
  /** Runs a function in the page; argument and result travel as JSON. */
  evaluate<Argument, Result>(
    run: (argument: Argument) => Result | Promise<Result>,
    argument: Argument,
  ): Promise<Result>;
  bringToFront(): Promise<void>;
  /** Stops the extension's worker, as the browser does after 30 idle seconds. */
  stopWorker(): Promise<void>;
}

export interface Chromium {
  readonly extensionId: string;
  open(url: string): Promise<Tab>;
  /** Bytes in use in the extension's worker after what is garbage is gone. */
  workerHeap(): Promise<number>;
  close(): Promise<void>;
}

/** @param args for the browser, besides those of every test. */
export async function startChromium(args: readonly string[]): Promise<Chromium> {
  const profile = await mkdtemp(join(tmpdir(), 'hajimi-bench-profile-'));
  const own = ['--headless=new', `--user-data-dir=${profile}`, '--remote-debugging-port=0', ...args, 'about:blank'];
  const browser = spawn(await findBrowser(), [...browserArgs(), ...extensionArgs(builtExtension), ...own], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const ended = once(browser, 'exit');
  const socket = new WebSocket(await addressOf(createInterface(browser.stderr)));
  await once(socket, 'open');
  const send = commandsOf(socket);

  async function open(url: string): Promise<Tab> {
    const { targetId } = await send('Target.createTarget', { url });
    const { sessionId } = await send('Target.attachToTarget', { targetId, flatten: true });
    const evaluate: Tab['evaluate'] = async (run, argument) => {
      // tsx names functions by calling this, also those that run in the page.
      const expression = `(() => { const __name = (named) => named; return (${run})(${JSON.stringify(argument)}); })()`;
      const parameters = { expression, awaitPromise: true, returnByValue: true };
      const { result, exceptionDetails } = await send('Runtime.evaluate', parameters, sessionId);
      if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
      return result.value as never;
    };
    while (!(await evaluate(isOpen, url).catch(() => false))) await sleep(50);
    return {
      evaluate,
      async bringToFront() {
        await send('Page.bringToFront', {}, sessionId);
      },
      async stopWorker() {
        for (const step of ['enable', 'stopAllWorkers', 'disable'] as const) {
          await send(`ServiceWorker.${step}`, {}, sessionId);
        }
      },
    };
  }

  async function findExtension(): Promise<string> {
    for (;;) {
      const { targetInfos } = await send('Target.getTargets', {});
      const own = targetInfos.find(({ url }) => url.startsWith('chrome-extension://'));
      if (own) return new URL(own.url).host;
      await sleep(50);
    }
  }

  return {
    extensionId: await findExtension(),
    open,
    async workerHeap() {
      const { targetInfos } = await send('Target.getTargets', {});
      const targetId = targetInfos.find(({ type }) => type === 'service_worker')?.targetId;
      const { sessionId } = await send('Target.attachToTarget', { targetId, flatten: true });
      await send('HeapProfiler.collectGarbage', {}, sessionId);
      const { usedSize } = await send('Runtime.getHeapUsage', {}, sessionId);
      await send('Target.detachFromTarget', { sessionId });
      return usedSize;
    },
    async close() {
      socket.close();
      browser.kill();
      await ended;
      await rm(profile, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

/** Runs in the page. */
const isOpen = (url: string) => location.href === url && document.readyState === 'complete';

async function addressOf(lines: AsyncIterable<string>): Promise<string> {
  for await (const line of lines) {
    const [, address] = /DevTools listening on (ws:\S+)/.exec(line) ?? [];
    if (address !== undefined) return address;
  }
  throw new Error('Chromium ended before it listened');
}

function commandsOf(socket: WebSocket) {
  const waiting = new Map<number, { resolve(result: never): void; reject(error: Error): void }>();
  let sent = 0;
  socket.on('message', (data) => {
    const { id, result, error } = JSON.parse(String(data));
    const command = waiting.get(id);
    waiting.delete(id);
    if (error === undefined) command?.resolve(result as never);
    else command?.reject(new Error(error.message));
  });
  return <Method extends keyof Results>(method: Method, params: object, sessionId?: string): Promise<Results[Method]> =>
    new Promise((resolve, reject) => {
      const id = ++sent;
      waiting.set(id, { resolve, reject });
      socket.send(JSON.stringify({ id, method, params, sessionId }));
    });
}
