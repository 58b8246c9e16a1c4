import { afterAll, beforeAll } from 'vitest';
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
    return {
      ask: (path, ask) => page.evaluate(askHajimi, { path, ask: ask ?? {} }),
      close: () => page.close(),
    };
  },
};

describeHttp(driver);
describeRequests(driver);

/** Runs in the page. */
async function askHajimi({ path, ask }: { path: string; ask: Ask }): Promise<Answer> {
  const response = await fetch(`https://hajimi.invalid${path}`, ask);
  return { status: response.status, headers: Object.fromEntries(response.headers), text: await response.text() };
}
