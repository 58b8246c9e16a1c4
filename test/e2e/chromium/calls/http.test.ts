import { afterAll, beforeAll } from 'vitest';
import { describeAnswers } from '../../../http/answer-cases.ts';
import { describeBodies } from '../../../http/body-cases.ts';
import { describeHttp } from '../../../http/cases.ts';
import { describeRequests } from '../../../http/request-cases.ts';
import { type Bench, startBench } from '../../support/bench.ts';
import { pageDriver } from '../../support/page-driver.ts';

let bench: Bench;
beforeAll(async () => {
  bench = await startBench();
});
afterAll(() => bench.close());

const driver = pageDriver('a page and the extension', () => bench);

describeHttp(driver);
describeBodies(driver);
describeRequests(driver);
describeAnswers(driver);
