import { describe, expect, it } from 'vitest';
import { queryWithoutKey } from '../../../../../src/core/google/query.ts';

describe('queryWithoutKey', () => {
  it('leaves what Google is asked as it was written', () => {
    expect(queryWithoutKey('?pageSize=5&pageToken=a%2Fb&$fields=x&callbacks=1&d')).toBe(
      '?pageSize=5&pageToken=a%2Fb&$fields=x&callbacks=1&d',
    );
    expect(queryWithoutKey('')).toBe('');
    expect(queryWithoutKey('?alt=sse')).toBe('?alt=sse');
  });

  it.each(['key=pw', 'KEY=pw', 'k%65y=pw', '$key=pw', 'key'])('takes the password out (%s)', (pair) => {
    expect(queryWithoutKey(`?${pair}`)).toBe('');
    expect(queryWithoutKey(`?a=1&${pair}&b=2`)).toBe('?a=1&b=2');
  });

  it.each(['callback=steal', 'Callback=steal', '$callback=steal', '%24callback=steal', 'call%62ack=steal', 'callback'])(
    'makes no script of an answer (%s)',
    (pair) => {
      expect(queryWithoutKey(`?alt=json&${pair}`)).toBe('?alt=json');
    },
  );

  it.each(['$httpMethod=DELETE', 'httpMethod=POST', '$httpHeaders=x', '$ct=text/plain'])(
    'makes no other request of this one (%s)',
    (pair) => {
      expect(queryWithoutKey(`?${pair}`)).toBe('');
    },
  );
});
