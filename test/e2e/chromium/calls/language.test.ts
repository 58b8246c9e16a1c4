/** What Hajimi says is in the language of the browser, which pages do not send along, unless a person chose one. */
import { afterAll, beforeAll, describe } from 'vitest';
import { describeLanguage } from '../../specs/language.ts';
import { type Bench, startBench } from '../../support/bench.ts';

describe('a Chromium in Chinese', () => {
  let bench: Bench;
  beforeAll(async () => {
    bench = await startBench({ args: ['--accept-lang=zh-CN,zh'] });
  });
  afterAll(() => bench?.close());
  describeLanguage(() => bench);
});
