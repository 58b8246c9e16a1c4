import { describe, expect, it } from 'vitest';
import { ProxyError } from '../../../src/core/errors.ts';
import { readJson } from '../../../src/core/http/read-json.ts';

const read = (body: string) => readJson(new Request('https://hajimi.test/', { method: 'POST', body }));

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
