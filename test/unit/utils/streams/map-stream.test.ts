import { expect, test } from 'vitest';
import { through } from '../../../../src/core/utils/streams/map-stream.ts';

async function* numbers(upTo: number, error?: Error): AsyncGenerator<number, void> {
  for (let number = 1; number <= upTo; number++) yield number;
  if (error !== undefined) throw error;
}

async function read(items: AsyncIterable<unknown>): Promise<unknown[]> {
  const all: unknown[] = [];
  try {
    for await (const item of items) all.push(item);
  } catch (error) {
    all.push(error);
  }
  return all;
}

const double = (number: number) => number * 2;

test('each item is changed, and the end is told once', async () => {
  let ends = 0;
  expect(await read(through(numbers(3), { each: double, end: () => void ends++ }))).toEqual([2, 4, 6]);
  expect(ends).toBe(1);
});

test('what is thrown at the end or for an item comes in its place, and is no failure of the source', async () => {
  const fails: unknown[] = [];
  const end = () => {
    throw new Error('cut');
  };
  const fail = (error: unknown) => void fails.push(error);
  expect(await read(through(numbers(2), { each: double, end, fail }))).toEqual([2, 4, new Error('cut')]);
  const each = (number: number) => (number < 2 ? number : end());
  expect(await read(through(numbers(3), { each, fail }))).toEqual([1, new Error('cut')]);
  expect(fails).toEqual([]);
});

test('a failure of the source is told and thrown on', async () => {
  const gone = new Error('gone');
  const fails: unknown[] = [];
  expect(await read(through(numbers(1, gone), { each: double, fail: (error) => void fails.push(error) }))).toEqual([
    2,
    gone,
  ]);
  expect(fails).toEqual([gone]);
});

test('a reader that leaves ends the source', async () => {
  let isLeft = false;
  async function* endless() {
    try {
      for (;;) yield 1;
    } finally {
      isLeft = true;
    }
  }
  for await (const item of through(endless(), { each: double })) if (item === 2) break;
  expect(isLeft).toBe(true);
});
