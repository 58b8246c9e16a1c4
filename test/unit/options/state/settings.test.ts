import { expect, test } from 'vitest';
import { createApi } from '../../../../options/api.ts';
import { withBlocked } from '../../../../options/state/blocked-models.ts';
import { createSettings } from '../../../../options/state/settings.ts';
import { createFakeAdmin } from '../../../support/fake-admin/admin.ts';

/** Requests wait until `let` through, latest first where two wait: a network that reorders. */
function opened() {
  const admin = createFakeAdmin({ keys: [], now: () => 0 });
  const held: Array<() => void> = [];
  const api = createApi(
    async (path, init) => {
      if (init.method !== 'GET') await new Promise<void>((go) => held.unshift(go));
      return admin.fetch(new Request(`http://relay.test${path}`, init));
    },
    () => 'en',
  );
  const settings = createSettings(api.settings);
  const settle = async () => {
    while (held.length > 0) {
      held.shift()?.();
      for (let turn = 0; turn < 50; turn++) await Promise.resolve();
      await new Promise((done) => setImmediate(done));
    }
  };
  const value = (name: string) => settings.list.data.value?.find((view) => view.name === name);
  return { settings, settle, value };
}

test('the last of two quick changes wins, however slow the first one is', async () => {
  const { settings, settle, value } = opened();
  await settings.list.refresh();
  const both = [settings.set('debugHeaders', true), settings.set('debugHeaders', false)];
  await new Promise((done) => setImmediate(done));
  await settle();
  await Promise.all(both);
  expect(value('debugHeaders')).toMatchObject({ value: false, source: 'stored' });
});

test('two quick changes of one list are both in it, however slow the first one is', async () => {
  const { settings, settle, value } = opened();
  await settings.list.refresh();
  const both = ['a', 'b'].map((model) =>
    settings.change('blockedModels', (before) => withBlocked(before, model, true)),
  );
  await new Promise((done) => setImmediate(done));
  await settle();
  await Promise.all(both);
  expect(value('blockedModels')?.value).toEqual(['a', 'b']);
});

test('a refused change does not hold up the next one', async () => {
  const { settings, settle, value } = opened();
  await settings.list.refresh();
  const refused = settings.set('maxRetryNum', -1);
  const reset = settings.reset('maxRetryNum');
  const outcome = expect(refused).rejects.toMatchObject({ name: 'ApiError', status: 400 });
  await new Promise((done) => setImmediate(done));
  await settle();
  await outcome;
  await reset;
  expect(value('maxRetryNum')).toMatchObject({ value: 15, source: 'default' });
});
