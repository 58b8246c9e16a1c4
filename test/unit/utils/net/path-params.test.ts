import { describe, expect, test } from 'vitest';
import { paramsIn } from '../../../../src/core/utils/net/path-params.ts';

describe('paramsIn', () => {
  test.each([
    ['/api/books', '/api/books', {}],
    ['/api/books/:isbn', '/api/books/a%2Fb', { isbn: 'a/b' }],
    ['/api/books/:isbn/title', '/api/books/7/title', { isbn: '7' }],
    ['/api/books/:isbn', '/api/books/%E0%A4%A', { isbn: '%E0%A4%A' }],
    ['/api/books/:isbn', '/api/books', undefined],
    ['/api/books/:isbn', '/api/books/7/title', undefined],
    ['/api/books', '/api/books/', undefined],
  ])('%s in %s: %j', (pattern, path, params) => expect(paramsIn(pattern, path)).toEqual(params));
});
