import fc from 'fast-check';
import { expect, test } from 'vitest';
import { withPadding } from '../../../../src/core/google/transforms/padding.ts';
import type { Content, Part } from '../../../../src/core/google/wire.ts';

const pad = (contents: Content[], random = () => 0) => withPadding({ contents }, { length: 5, random }).contents;
const user = (...parts: Part[]): Content => ({ role: 'user', parts });
const model = (...parts: Part[]): Content => ({ role: 'model', parts });
const call = model({ functionCall: { name: 'f' } });
const result = user({ functionResponse: { name: 'f', response: {} } });

test('before what the user says first and after what the user says last', () => {
  expect(pad([user({ text: 'a' }), model({ text: 'b' }), user({ text: 'c' })])).toEqual([
    user({ text: 'AAAAA\n\n' }, { text: 'a' }),
    model({ text: 'b' }),
    user({ text: 'c' }, { text: '\n\nAAAAA' }),
  ]);
});

test('both around a single turn; an answer that was begun stays last', () => {
  expect(pad([user({ text: 'a' }), model({ text: 'So' })])).toEqual([
    user({ text: 'AAAAA\n\n' }, { text: 'a' }, { text: '\n\nAAAAA' }),
    model({ text: 'So' }),
  ]);
});

test('a tool call that is under way leaves everything as it is; one that is over only itself', () => {
  const underWay = [user({ text: 'a' }), call, result];
  expect(pad(underWay)).toBe(underWay);
  const over = pad([...underWay, model({ text: 'b' }), user({ text: 'c' })]);
  expect(over.slice(1, 4)).toEqual([call, result, model({ text: 'b' })]);
  expect(over[4]?.parts).toHaveLength(2);
});

test('draws from letters and digits, as many as asked for', () => {
  fc.assert(
    fc.property(fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), (value) => {
      expect(pad([user({ text: 'a' })], () => value)[0]?.parts[0]?.text).toMatch(/^[A-Za-z0-9]{5}\n\n$/);
    }),
  );
});

test('roles and their order never change', () => {
  const turn = fc.constantFrom(user({ text: 'a' }), model({ text: 'b' }), call, result);
  fc.assert(
    fc.property(fc.array(turn), (contents) => {
      expect(pad(contents).map(({ role }) => role)).toEqual(contents.map(({ role }) => role));
    }),
  );
});
