/** A page as a client of the HTTP cases: what it asks of the virtual origin goes through the extension. */
import type { Answer, Ask, Client } from '../../http/driver.ts';

/** A page of whatever browser. */
export interface ClientPage {
  /** Runs a function in the page, with an argument and a result that can be copied. */
  evaluate<Argument, Result>(
    run: (argument: Argument) => Result | Promise<Result>,
    argument: Argument,
  ): Promise<Result>;
  close(): Promise<void>;
}

export function clientOf(page: ClientPage): Client {
  let asked = 0;
  return {
    ask(path, { signal, ...ask } = {}) {
      const id = asked++;
      // A page that is gone has left already.
      signal?.addEventListener('abort', () => void page.evaluate(leave, id).catch(() => undefined), { once: true });
      return page.evaluate(askHajimi, { path, ask, id });
    },
    close: () => page.close(),
  };
}

/** A signal does not get into the page; the page has one of its own for each request. */
interface Leaving {
  leaving?: Map<number, AbortController>;
}

/** Runs in the page. */
async function askHajimi({ path, ask, id }: { path: string; ask: Ask; id: number }): Promise<Answer> {
  const page = globalThis as Leaving;
  page.leaving ??= new Map();
  const leaving = new AbortController();
  page.leaving.set(id, leaving);
  const response = await fetch(`https://hajimi.invalid${path}`, { ...ask, signal: leaving.signal });
  return { status: response.status, headers: Object.fromEntries(response.headers), text: await response.text() };
}

/** Runs in the page. */
function leave(id: number): void {
  (globalThis as Leaving).leaving?.get(id)?.abort();
}
