/** What Hajimi says is in the language of the browser, which pages do not send along, unless a person chose one. */
import { afterAll, beforeAll, describe } from 'vitest';
import { type Bench, startBench } from '../support/bench.ts';
import { describeLanguage } from '../support/language-specs.ts';

describe('a Chromium in Chinese', () => {
  let bench: Bench;
  beforeAll(async () => {
    bench = await startBench({ args: ['--accept-lang=zh-CN,zh'] });
  });
  afterAll(() => bench?.close());
  describeLanguage(() => bench);
});
