import { afterAll, beforeAll } from 'vitest';
import { describeAnswers } from '../../http/answer-cases.ts';
import { describeBodies } from '../../http/body-cases.ts';
import { describeHttp } from '../../http/cases.ts';
import type { Driver } from '../../http/driver.ts';
import { describeRequests } from '../../http/request-cases.ts';
import { type Bench, startBench } from '../support/bench.ts';
import { clientOf } from '../support/page-client.ts';

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
    return clientOf(await bench.open());
  },
};

describeHttp(driver);
describeBodies(driver);
describeRequests(driver);
describeAnswers(driver);
