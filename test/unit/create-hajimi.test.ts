import { expect, test } from 'vitest';
import { openHajimi } from '../support/hajimi.ts';
import { waitFor } from '../support/wait-for.ts';

test('who listens for settings hears of them when they are loaded, and after each change', async () => {
  const hajimi = openHajimi({ kind: 'extension' });
  const heard: boolean[] = [];
  hajimi.onSettings(({ allowLocalPages }) => heard.push(allowLocalPages));
  const url = 'https://hajimi.invalid/api/settings/allowLocalPages';
  const ask = async (method: string, body?: string) => {
    const headers = { 'content-type': 'application/json' };
    const request = new Request(url, { method, headers, ...(body !== undefined && { body }) });
    expect((await hajimi.fetch(request, { id: 'hajimi', trust: 'owner' })).status).toBe(200);
  };
  await waitFor(() => expect(heard).toEqual([true]));
  await ask('PUT', '{"value":false}');
  expect(heard.at(-1)).toBe(false);
  await ask('DELETE');
  expect(heard.at(-1)).toBe(true);
  await hajimi.close();
});
