/** As much of WebDriver BiDi as the Firefox tests need (https://w3c.github.io/webdriver-bidi/). */
import { once } from 'node:events';
import { WebSocket } from 'ws';

/** What the commands in use answer. */
interface Results {
  readonly 'session.new': unknown;
  readonly 'webExtension.install': unknown;
  readonly 'browsingContext.getTree': { readonly contexts: ReadonlyArray<{ readonly context: string }> };
  readonly 'browsingContext.create': { readonly context: string };
  readonly 'browsingContext.navigate': unknown;
  readonly 'browsingContext.close': unknown;
  readonly 'script.callFunction':
    | { readonly type: 'success'; readonly result: { readonly value?: string } }
    | { readonly type: 'exception'; readonly exceptionDetails: { readonly text: string } };
}

export interface Bidi {
  send<Method extends keyof Results>(method: Method, params: object): Promise<Results[Method]>;
  /**
   * Calls a function in a tab with an argument that JSON can carry, and resolves with its result, likewise.
   * @throws {Error} with the text of what the function threw.
   */
  evaluate<Result>(context: string, code: string, argument?: unknown): Promise<Result>;
  close(): void;
}

/** @param address such as `ws://127.0.0.1:1234`. */
export async function connectBidi(address: string): Promise<Bidi> {
  const socket = new WebSocket(`${address}/session`);
  await once(socket, 'open');
  const waiting = new Map<number, { resolve(result: never): void; reject(error: Error): void }>();
  let sent = 0;

  socket.on('message', (data) => {
    const { id, result, error, message } = JSON.parse(String(data));
    const command = waiting.get(id);
    waiting.delete(id);
    if (error === undefined) command?.resolve(result as never);
    else command?.reject(new Error(`${error}: ${message}`));
  });
  socket.on('close', () => {
    for (const { reject } of waiting.values()) reject(new Error('Firefox closed the connection'));
  });

  const send: Bidi['send'] = (method, params) =>
    new Promise((resolve, reject) => {
      const id = ++sent;
      waiting.set(id, { resolve, reject });
      socket.send(JSON.stringify({ id, method, params }));
    });

  await send('session.new', { capabilities: {} });
  return {
    send,
    async evaluate<Result>(context: string, code: string, argument?: unknown) {
      const answer = await send('script.callFunction', {
        functionDeclaration: `async (text) => JSON.stringify(await (${code})(JSON.parse(text)) ?? null)`,
        arguments: [{ type: 'string', value: JSON.stringify(argument ?? null) }],
        awaitPromise: true,
        target: { context },
      });
      if (answer.type === 'exception') throw new Error(answer.exceptionDetails.text);
      return JSON.parse(answer.result.value ?? 'null') as Result;
    },
    close() {
      // What is still under way belongs to tests that were left out.
      waiting.clear();
      socket.close();
    },
  };
}
