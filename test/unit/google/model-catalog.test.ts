import { describe, expect, test } from 'vitest';
import { createModelCatalog } from '../../../src/core/google/model-catalog.ts';
import type { Model } from '../../../src/core/models/model.ts';
import type { Job, JobResult } from '../../../src/core/pool/types.ts';
import { neverEnds } from '../../../src/core/utils/ending.ts';
import { manualClock, settled } from '../../support/clock.ts';

const MINUTE = 60_000;
const model = (id: string): Model => ({ name: `models/${id}` });
const never = neverEnds;

/** A catalog whose upstream gives one page for each call of `pages`, in turn; a string fails with it. */
function setUp(...pages: Array<{ models: Model[]; nextPageToken?: string } | string>) {
  const clock = manualClock();
  const asked: string[] = [];
  const lease = { credential: {}, settle: () => undefined };
  const catalog = createModelCatalog({
    clock,
    settings: () => ({ modelListLifetime: 10 }),
    pool: {
      async run<T>(job: Job<T>): Promise<JobResult<T>> {
        return { value: await job.attempt(lease as never), attempts: [] } as never;
      },
    } as never,
    upstream: {
      async call(_: unknown, { path }: { path: string }) {
        asked.push(path);
        const page = pages.shift() ?? { models: [] };
        if (typeof page === 'string') throw new Error(page);
        return Response.json(page);
      },
    },
  });
  const names = async () => (await catalog.list(never)).map(({ name }) => name.replace('models/', ''));
  return { clock, asked, catalog, names };
}

describe('the model catalog', () => {
  test('reads all pages, once for all who wait', async () => {
    const { asked, names } = setUp(
      { models: [model('a'), model('b')], nextPageToken: 'p 2' },
      { models: [model('c')] },
    );
    const lists = await Promise.all([names(), names(), names()]);
    expect(lists).toEqual([
      ['a', 'b', 'c'],
      ['a', 'b', 'c'],
      ['a', 'b', 'c'],
    ]);
    expect(asked).toEqual(['/v1beta/models?pageSize=1000', '/v1beta/models?pageSize=1000&pageToken=p%202']);
  });

  test('an old list is given at once, and a new one the next time', async () => {
    const { clock, asked, names } = setUp({ models: [model('old')] }, { models: [model('new'), model('old')] });
    await names();
    await clock.advance(9 * MINUTE);
    expect(await names()).toEqual(['old']);
    expect(asked).toHaveLength(1);
    await clock.advance(MINUTE);
    expect(await names()).toEqual(['old']);
    await settled();
    expect(await names()).toEqual(['new', 'old']);
    expect(asked).toHaveLength(2);
  });

  test('gathers over a day what different keys offer', async () => {
    const { clock, names } = setUp(
      { models: [model('for-all'), model('for-one')] },
      { models: [model('for-all')] },
      { models: [model('for-all')] },
    );
    await names();
    await clock.advance(10 * MINUTE);
    await names();
    await settled();
    expect(await names()).toEqual(['for-all', 'for-one']);
    await clock.advance(24 * 60 * MINUTE);
    await names();
    await settled();
    expect(await names()).toEqual(['for-all']);
  });

  test('a refresh that fails leaves the list, and is tried again a minute later', async () => {
    const { clock, asked, names } = setUp({ models: [model('a')] }, 'no network', { models: [model('b')] });
    await names();
    await clock.advance(10 * MINUTE);
    await names();
    await settled();
    expect(await names()).toEqual(['a']);
    expect(asked).toHaveLength(2);
    await clock.advance(MINUTE);
    await names();
    await settled();
    expect(await names()).toEqual(['b', 'a']);
  });

  test('without any list the failure is told', async () => {
    const { names } = setUp('no network', { models: [model('a')] });
    await expect(names()).rejects.toThrow('no network');
    expect(await names()).toEqual(['a']);
  });

  test('knows what it has listed', async () => {
    const { catalog, names } = setUp({ models: [model('deep-search')] });
    expect(catalog.knows('deep-search')).toBe(false);
    await names();
    expect(catalog.knows('deep-search')).toBe(true);
  });

  test('a list without an end ends', async () => {
    const { asked, names } = setUp(
      ...Array.from({ length: 50 }, (_, page) => ({ models: [model(`m${page}`)], nextPageToken: 'more' })),
    );
    await names();
    expect(asked.length).toBeLessThan(50);
  });
});
