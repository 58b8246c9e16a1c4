import { afterAll, beforeAll, describe } from 'vitest';
import { findFirefox } from '../../support/programs/firefox.ts';
import { describeLanguage } from '../specs/language.ts';
import { type FirefoxBench, startFirefoxBench } from '../support/firefox-bench.ts';

const executable = findFirefox();

describe.skipIf(executable === undefined)('a Firefox in Chinese', () => {
  let bench: FirefoxBench;
  beforeAll(async () => {
    bench = await startFirefoxBench(executable ?? '', undefined, { 'intl.accept_languages': 'zh-CN, zh' });
  });
  afterAll(() => bench?.close());
  describeLanguage(() => bench);
});
