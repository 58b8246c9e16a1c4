import { expect, test } from 'vitest';
import { createResource } from '../../../../options/state/resource.ts';

interface Answer {
  resolve(data: string): void;
  reject(error: Error): void;
}

/** A resource whose n-th load is answered by hand. */
function controlled() {
  const answers: Answer[] = [];
  const resource = createResource(() => new Promise<string>((resolve, reject) => answers.push({ resolve, reject })));
  const answer = (n: number): Answer => {
    const found = answers[n];
    if (!found) throw new Error(`There was no load ${n}`);
    return found;
  };
  return { resource, answer };
}

test('keeps the last good data beside an error, and forgets the error after a success', async () => {
  const { resource, answer } = controlled();
  const first = resource.refresh();
  answer(0).resolve('one');
  await first;
  const second = resource.refresh();
  answer(1).reject(new Error('away'));
  await second;
  expect(resource.data.value).toBe('one');
  expect(resource.error.value?.message).toBe('away');
  const third = resource.refresh();
  answer(2).resolve('two');
  await third;
  expect(resource.data.value).toBe('two');
  expect(resource.error.value).toBeUndefined();
});

test('drops an answer that a later load has overtaken', async () => {
  const { resource, answer } = controlled();
  const both = [resource.refresh(), resource.refresh()];
  answer(1).resolve('new');
  answer(0).resolve('old');
  await Promise.all(both);
  expect(resource.data.value).toBe('new');
});

test('drops an answer that was on its way while a change came in', async () => {
  const { resource, answer } = controlled();
  const first = resource.refresh();
  answer(0).resolve('one');
  await first;
  const second = resource.refresh();
  resource.change((data) => `${data} changed`);
  answer(1).resolve('one');
  await second;
  expect(resource.data.value).toBe('one changed');
});
