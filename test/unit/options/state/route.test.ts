import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { href, pageIds, parseRoute } from '../../../../options/state/route.ts';

describe('parseRoute', () => {
  test.each([
    ['', 'home'],
    ['#', 'home'],
    ['#/', 'home'],
    ['#/keys', 'keys'],
    ['#keys', 'keys'],
    ['#/settings?', 'settings'],
    ['#/gone-since-last-year', 'home'],
    ['#/__proto__', 'home'],
  ])('%j is the page %s', (hash, page) => {
    expect(parseRoute(hash)).toEqual({ page, query: {} });
  });

  test('reads what of the page is shown', () => {
    expect(parseRoute('#/keys?state=cooling&search=a%20%26b')).toEqual({
      page: 'keys',
      query: { state: 'cooling', search: 'a &b' },
    });
  });

  test('reads back whatever href wrote', () => {
    const query = fc.dictionary(
      fc.constantFrom('state', 'search', 'page'),
      fc.string({ minLength: 1, unit: fc.constantFrom(...'a&=?#%+ 密🐱') }),
    );
    fc.assert(
      fc.property(fc.constantFrom(...pageIds), query, (page, written) => {
        const read = parseRoute(href(page, written));
        expect(read.page).toBe(page);
        expect(read.query).toEqual({ ...written });
      }),
    );
  });
});

test('href leaves empty values out', () => {
  expect(href('home')).toBe('#/');
  expect(href('keys', { state: '', search: 'x' })).toBe('#/keys?search=x');
});
