/** What pages get in Firefox is what they get in Chromium: the same HTTP cases, and Google's own SDK, in one browser. */
import { afterAll, beforeAll, beforeEach, describe } from 'vitest';
import { describeAnswers } from '../../http/answer-cases.ts';
import { describeBodies } from '../../http/body-cases.ts';
import { describeHttp } from '../../http/cases.ts';
import { describeRequests } from '../../http/request-cases.ts';
import { findFirefox } from '../../support/programs/firefox.ts';
import { describeDetours } from '../specs/detours.ts';
import { describeGenAI } from '../specs/genai.ts';
import { describeTavern } from '../specs/sillytavern.ts';
import { type FirefoxBench, startFirefoxBench } from '../support/firefox-bench.ts';
import { pageDriver } from '../support/page-driver.ts';

const executable = findFirefox();

describe.skipIf(executable === undefined)('Firefox', () => {
  let bench: FirefoxBench;
  beforeAll(async () => {
    bench = await startFirefoxBench(executable ?? '');
  });
  afterAll(() => bench?.close());

  describe('with the keys of the bench', () => {
    beforeEach(() => bench.fake.reset());
    describeGenAI(() => bench);
    describeTavern(() => bench);
    // No relay is there at all.
    describeDetours(
      () => bench,
      () => ({ origin: 'http://127.0.0.1:9' }),
    );
  });

  const driver = pageDriver('a page and the extension in Firefox', () => bench);
  describeHttp(driver);
  describeBodies(driver);
  describeRequests(driver);
  describeAnswers(driver);
});
