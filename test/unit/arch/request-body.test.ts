/** In a browser the body of a request is read in one place. */
// covers: src/core, src/extension, options
import { describe, expect, test } from 'vitest';
import { under } from './offences.ts';

/** How a text asks a `Request` for its body: by name where it is declared as one, or by Hono's way to it. */
function bodyReads(text: string): string[] {
  const reads = '(?:body|bodyUsed|text|json|arrayBuffer|blob|bytes|formData)';
  const names = [...text.matchAll(/(\w+)\??: Request\b|(\w+) = new (?:Native)?Request\(/g)].map(
    (found) => found[1] ?? found[2],
  );
  const owners = [...new Set(['raw', ...names])].join('|');
  const ways = [
    `\\b(?:${owners})(?:\\.clone\\(\\))?\\??\\.${reads}\\b`,
    `\\bc\\.req\\.${reads}\\(`,
    `\\bRequest\\.prototype(?:\\.|, ')${reads}\\b`,
    `\\{[^{}]*\\b${reads}\\b[^{}]*\\}(?:: Request\\b| = (?:await )?(?:c\\.req|(?:[\\w.]+\\.)?(?:${owners}))\\b)`,
    `Request, [^>]*'${reads}'`,
    // A Request in the place of an init is read for its members, and in Firefox has none that is its body.
    `new (?:Native)?Request\\([^()]*, (?:[\\w.]+\\.)?(?:${owners})\\)`,
  ];
  return ways.flatMap((way) => [...text.matchAll(new RegExp(way, 'g'))].map(([read]) => read));
}

describe('the body of a request', () => {
  test.each([
    'async (request: Request) => (request.body === null)',
    'async (asked: Request) => asked.text()',
    'const one = new Request(url); await one.blob()',
    'function take({ headers, body }: Request) {}',
    'function take(request: Request) { const { body } = request; }',
    'await c.req.raw.arrayBuffer()',
    'readAll(c.req.raw.clone().body)',
    'await c.req.json()',
    'answer(new Request(url, c.req.raw), caller)',
    "type Asked = Pick<Request, 'body'>",
    "getter(Request.prototype, 'body')",
  ])('is seen to be read in %j', (text) => {
    expect(bodyReads(text)).not.toEqual([]);
  });

  test('is read in one place only of what runs in a browser: Firefox has no `Request.body`', () => {
    const places = ['src/core/utils/web/request-bytes.ts', 'src/extension/page/safe-globals.ts'];
    const readers = under('src/core/', 'src/extension/', 'options/').filter(({ text }) => bodyReads(text).length > 0);
    expect(readers.map(({ path }) => path).sort()).toEqual(places);
  });
});
