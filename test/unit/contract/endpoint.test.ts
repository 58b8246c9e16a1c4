import { describe, expect, test } from 'vitest';
import { askingFor, type Handlers, types } from '../../../src/contract/endpoint.ts';
import { allEndpoints } from '../../../src/contract/endpoints.ts';
import { type AdminContext, type Bodies, body, routesOf } from '../../../src/core/admin/endpoint.ts';
import { text } from '../../../src/core/input/bounded.ts';

const client = askingFor('client');
const shelf = {
  list: client('GET', '/api/books', types<{ output: readonly string[] }>()),
  rename: client('PUT', '/api/books/:isbn/title', types<{ body: string; output: string }>()),
  burn: client('DELETE', '/api/books/:isbn', types()),
};

describe('handlers', () => {
  const list = () => ['Faust'];
  const rename: Handlers<typeof shelf, AdminContext>['rename'] = ({ params, body }) => `${params.isbn} ${body}`;
  const burn = async () => {};
  const bodies: Bodies<typeof shelf> = { rename: body(text(100)) };

  test('are found with the check of their body', () => {
    const routes = routesOf({ books: shelf }, { books: { list, rename, burn } }, { books: bodies });
    expect(routes.map(({ method, path, body: check }) => [method, path, check?.limit])).toEqual([
      ['GET', '/api/books', undefined],
      ['PUT', '/api/books/:isbn/title', 1024 * 1024],
      ['DELETE', '/api/books/:isbn', undefined],
    ]);
  });

  test('are of the areas that are there', () => {
    const table = { books: shelf, lamps: { list: shelf.list } };
    const routes = routesOf(table, { books: undefined, lamps: { list } }, { books: bodies });
    expect(routes.map(({ path, handle }) => [path, handle])).toEqual([['/api/books', list]]);
  });

  test('are as the table says, or the compiler complains', () => {
    // @ts-expect-error: one is missing.
    const tooFew: Handlers<typeof shelf, AdminContext> = { list, rename };
    // @ts-expect-error: nobody asked for it.
    const tooMany: Handlers<typeof shelf, AdminContext> = { list, rename, burn, lend: list };
    // @ts-expect-error: it has another output.
    const wrongOutput: Handlers<typeof shelf, AdminContext> = { list: () => 'Faust', rename, burn };
    // @ts-expect-error: its path has no such parameter.
    const wrongParameter: Handlers<typeof shelf, AdminContext> = { list, rename: ({ params }) => params.title, burn };
    // @ts-expect-error: what comes in would not be looked at.
    const unchecked: Bodies<typeof shelf> = {};
    // @ts-expect-error: it takes no body.
    const surplus: Bodies<typeof shelf> = { ...bodies, list: body(text(1)) };
    for (const made of [tooFew, tooMany, wrongOutput, wrongParameter, unchecked, surplus]) expect(made).toBeDefined();
  });
});

test('no two endpoints answer the same request', () => {
  const asked = allEndpoints().map(({ method, path }) => `${method} ${path.replace(/:\w+/g, ':')}`);
  expect(new Set(asked).size).toBe(asked.length);
});
