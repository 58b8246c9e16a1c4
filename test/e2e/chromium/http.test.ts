import { afterAll, beforeAll } from 'vitest';
import { describeAnswers } from '../../http/answer-cases.ts';
import { describeHttp } from '../../http/cases.ts';
import type { Answer, Ask, Driver } from '../../http/driver.ts';
import { describeRequests } from '../../http/request-cases.ts';
import { type Bench, startBench } from '../support/bench.ts';

let bench: Bench;
beforeAll(async () => {
  bench = await startBench();
});
afterAll(() => bench.close());

const driver: Driver = {
  name: 'a page and the extension',
  trust: 'site',
  async open(fake, { keys, settings }) {
    await bench.owner.forgetAll();
    await bench.owner.configure(fake.url, keys, settings);
    const page = await bench.open();
    let asked = 0;
    return {
      ask(path, { signal, ...ask } = {}) {
        const id = asked++;
        signal?.addEventListener('abort', () => void page.evaluate(leave, id), { once: true });
        return page.evaluate(askHajimi, { path, ask, id });
      },
      close: () => page.close(),
    };
  },
};

describeHttp(driver);
describeRequests(driver);
describeAnswers(driver);

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
