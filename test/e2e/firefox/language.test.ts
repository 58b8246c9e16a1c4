import { afterAll, beforeAll, describe } from 'vitest';
import { findFirefox } from '../../support/firefox.ts';
import { type FirefoxBench, startFirefoxBench } from '../support/firefox-bench.ts';
import { describeLanguage } from '../support/language-specs.ts';

const executable = findFirefox();

describe.skipIf(executable === undefined)('a Firefox in Chinese', () => {
  let bench: FirefoxBench;
  beforeAll(async () => {
    bench = await startFirefoxBench(executable ?? '', undefined, { 'intl.accept_languages': 'zh-CN, zh' });
  });
  afterAll(() => bench?.close());
  describeLanguage(() => bench);
});
