/** What was removed comes back after the browser stopped the worker: at once, and after the page was loaded anew. */
import type { Page } from 'playwright';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { KeyView } from '../../../../src/contract/keys.ts';
import { type Bench, startBench } from '../../support/bench.ts';
import { stopWorker } from '../../support/owner.ts';

let bench: Bench;
let page: Page;
beforeAll(async () => {
  bench = await startBench({ locale: 'en-US' });
  page = await bench.context.newPage();
});
afterAll(() => bench?.close());

const api = async <T>(path: string, body?: object): Promise<T> => {
  const headers = { 'content-type': 'application/json' };
  const asked = body === undefined ? {} : { method: 'POST', headers, body: JSON.stringify(body) };
  const { text } = await bench.owner.ask(`/api${path}`, asked);
  return (text === '' ? undefined : JSON.parse(text)) as T;
};
const button = (name: string) => page.getByRole('button', { name, exact: true });
/** More than can be removed without a question. */
const dead = Array.from({ length: 25 }, (_, n) => `AIzaSyDEAD_${n}_${'x'.repeat(20)}`);

beforeEach(async () => {
  const before = await api<KeyView[]>('/keys');
  await api('/keys/remove', { ids: before.map(({ id }) => id) });
  await api('/keys/erase', {});
  await api('/keys', { text: ['AIzaSyALIVE_ONE', 'AIzaSyALIVE_TWO', ...dead].join('\n') });
  for (const secret of dead) bench.fake.script({ key: secret }, { error: 'key-invalid' });
  const [first] = await api<KeyView[]>('/keys');
  await bench.owner.ask(`/api/keys/${first?.id}`, {
    method: 'PATCH',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ label: 'mine', limits: { perDay: 7 } }),
  });
  await api('/keys/check', {});
  await expect.poll(async () => (await api<{ running: boolean }>('/keys/check')).running).toBe(false);
  const id = new URL(bench.context.serviceWorkers()[0]?.url() ?? '').host;
  await page.goto(`chrome-extension://${id}/options/index.html#/keys`);
  await page.reload();
  await button('Remove dead keys').waitFor();
});

test('many are removed after one question, and undone when the worker was stopped', async () => {
  const before = await api<KeyView[]>('/keys');
  await button('Remove dead keys').click();
  await page.getByRole('dialog').getByText('Remove 25 dead keys?').waitFor();
  await button('Keep them').click();
  expect(await api('/keys')).toEqual(before);
  await button('Remove dead keys').click();
  await page.getByRole('dialog').getByRole('button', { name: 'Remove dead keys' }).click();
  await page.getByText('25 keys removed').waitFor();
  expect(await api<KeyView[]>('/keys')).toHaveLength(2);

  await stopWorker(page);
  await button('Undo').click();
  await page.getByText('25 keys removed').waitFor({ state: 'detached' });
  await expect.poll(() => api('/keys')).toEqual(before);
});

test('the way back is there after the page was loaded anew, until it is erased', async () => {
  const before = await api<KeyView[]>('/keys');
  await page.getByLabel('Select all 27').check();
  await button('Remove').click();
  await page.getByText('27 keys removed').waitFor();
  await stopWorker(page);
  await page.reload();
  await page.getByText('Recently removed: 27 keys').waitFor();
  await button('Restore').click();
  await page.getByText('Recently removed').waitFor({ state: 'detached' });
  expect(await api('/keys')).toEqual(before);

  await page.getByLabel('Select all 27').check();
  await button('Remove').click();
  await button('Erase for good').click();
  await page.getByRole('dialog').getByRole('button', { name: 'Erase for good' }).click();
  await page.getByText('Recently removed').waitFor({ state: 'detached' });
  // Undo cannot help any more, and so is not offered.
  expect(await button('Undo').count()).toBe(0);
  expect(await api('/keys/restore', {})).toEqual({ restored: [], lost: 0 });
});

test('an undo that comes too late says so', async () => {
  await page.getByLabel('Select all 27').check();
  await button('Remove').click();
  await page.getByText('27 keys removed').waitFor();
  const removed = (await api<KeyView[]>('/keys')).length;
  expect(removed).toBe(0);
  await api('/keys/erase', {});
  await button('Undo').click();
  await page.getByText('27 keys could not be brought back').waitFor();
});
