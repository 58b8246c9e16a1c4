import { describe, expect, it } from 'vitest';
import { readJson, readLargeJson } from '../../../../src/core/dialects/delivery/read-json.ts';
import { ProxyError } from '../../../../src/core/errors.ts';
import { exchangeFor } from '../../../support/exchange.ts';

const read = (body: string) => readJson(exchangeFor('https://hajimi.test/', { method: 'POST', body }));

const refusal = async (body: string): Promise<ProxyError> => {
  const error = await read(body).catch((thrown: unknown) => thrown);
  if (!(error instanceof ProxyError)) throw new Error('it was not refused');
  return error;
};

describe('readJson', () => {
  it.each([
    ['{"a":"你"}', { a: '你' }],
    [' [1] ', [1]],
    ['null', null],
    ['\ufeff{}', {}],
  ])('%j', async (body, value) => {
    expect(await read(body)).toEqual(value);
  });

  it.each(['{', '{"a":1,}', 'model=x', "{'a':1}"])('refuses %j and says why', async (body) => {
    const { code, details } = await refusal(body);
    expect(code).toBe('invalid_json');
    expect(details.reason).not.toBe('');
  });

  it('says that a body is empty', async () => {
    expect((await refusal('')).details).toEqual({ reason: 'the body is empty' });
  });

  it('does not repeat a whole prompt', async () => {
    const { reason } = (await refusal(`"${'secret '.repeat(1_000)}`)).details;
    expect(String(reason).length).toBeLessThanOrEqual(121);
  });
});

describe('readLargeJson', () => {
  const url = `data:image/png;base64,${'A'.repeat(70_000)}`;
  const post = (body: string, length = String(body.length)) =>
    readLargeJson(
      exchangeFor('https://hajimi.test/', { method: 'POST', body, headers: { 'content-length': length } }),
      'secret',
    );

  it('lifts the picture out of a large body', async () => {
    const { value, detached } = await post(JSON.stringify({ url }));
    expect(JSON.stringify(value).length).toBeLessThan(200);
    expect([...(detached ?? [])].map(([, { length }]) => length)).toEqual([70_000 - 64]);
  });

  it('reads what is small, and what does not say how long it is, as it is', async () => {
    expect(await post('{"a":1}')).toEqual({ value: { a: 1 } });
    expect(await post(JSON.stringify({ url }), '')).toEqual({ value: { url } });
  });

  it.each([
    ['is no JSON', `{"url":"${url}"`, undefined],
    ['is longer than it said', JSON.stringify({ url }), '66000'],
  ])('refuses a large body that %s', async (_, body, length) => {
    await expect(post(body, length)).rejects.toMatchObject({ code: 'invalid_json' });
  });
});
