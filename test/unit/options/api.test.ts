import { describe, expect, test } from 'vitest';
import { ApiError, createApi } from '../../../options/api.ts';

function answering(answer: () => Response | Promise<Response>) {
  const asked: Array<{ path: string; init: RequestInit }> = [];
  const api = createApi(
    async (path, init) => {
      asked.push({ path, init });
      return answer();
    },
    () => 'zh',
  );
  return { api, asked };
}

describe('createApi', () => {
  test('sends JSON, names the language, and escapes ids', async () => {
    const { api, asked } = answering(() => Response.json({}));
    await api.keys.update('a/b', { enabled: false });
    expect(asked).toEqual([
      {
        path: '/api/keys/a%2Fb',
        init: {
          method: 'PATCH',
          headers: { 'accept-language': 'zh', 'content-type': 'application/json' },
          body: '{"enabled":false}',
        },
      },
    ]);
  });

  test('an answer without a body is no answer to parse', async () => {
    const { api } = answering(() => new Response(null, { status: 204 }));
    await expect(api.keys.remove({ ids: ['x'] })).resolves.toBeUndefined();
  });

  test.each([
    [
      'an OpenAI error object',
      Response.json({ error: { message: 'No such key' } }, { status: 404 }),
      'No such key',
      404,
    ],
    ['HTML of a proxy', new Response('<h1>Bad gateway</h1>', { status: 502 }), 'HTTP 502', 502],
    ['JSON of another kind', Response.json(null, { status: 500 }), 'HTTP 500', 500],
  ])('rejects with the message of %s', async (_, response, message, status) => {
    const { api } = answering(() => response);
    await expect(api.status.get()).rejects.toMatchObject({ name: 'ApiError', message, status });
  });

  test('where nothing answers, the status is 0', async () => {
    const { api } = answering(() => Promise.reject(new TypeError('Failed to fetch')));
    const error = await api.keys.list().catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(ApiError);
    expect(error).toMatchObject({ message: 'Failed to fetch', status: 0 });
  });
});
