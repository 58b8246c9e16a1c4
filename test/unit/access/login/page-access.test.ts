/** Which words open the config page's API, and how far. */
import { describe, expect, it } from 'vitest';
import { createLoginCodes } from '../../../../src/core/access/login/login-codes.ts';
import { createPageAccess } from '../../../../src/core/access/login/page-access.ts';
import { manualClock } from '../../../support/clock.ts';
import { openHajimi, type TestHajimi } from '../../../support/hajimi.ts';

function codes(clock = manualClock()) {
  let made = 0;
  return createLoginCodes({ clock, ids: () => `code-${++made}` });
}

const told: string[] = [];
const accessOf = (made: string | undefined, webPassword?: string) =>
  createPageAccess({ password: 'clients', webPassword, made, onMade: (password) => void told.push(password) }, codes());

describe('a word', () => {
  it('of the clients opens the page as far as clients may, the one that was made opens all', () => {
    const { powerOf } = accessOf('made');
    expect(['made', 'clients', '', 'other', 'mad', 'madee'].map(powerOf)).toEqual([
      'owner',
      'client',
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
  });

  it('of the clients opens nothing where a person chose another for the owner', () => {
    const { powerOf, madePassword, loginCode } = accessOf(undefined, 'chosen');
    expect(['chosen', 'clients', ''].map(powerOf)).toEqual(['owner', undefined, undefined]);
    expect([madePassword(), loginCode()]).toEqual([undefined, undefined]);
  });

  it('opens nothing where none is set, as in the extension', () => {
    expect(accessOf(undefined, '').powerOf('')).toBeUndefined();
  });
});

describe('a one-time code', () => {
  it('gives the owner’s password once', () => {
    const access = accessOf('made');
    const code = access.loginCode() ?? '';
    expect(access.redeem(`${code}x`)).toBeUndefined();
    expect(access.redeem(code)).toBe('made');
    expect(access.redeem(code)).toBeUndefined();
    expect(access.redeem('')).toBeUndefined();
  });

  it('is worth nothing after an hour', async () => {
    const clock = manualClock();
    const { make, take } = codes(clock);
    const [early, late] = [make(), make()];
    await clock.advance(60 * 60_000 - 1);
    expect(take(early)).toBe(true);
    await clock.advance(1);
    expect(take(late)).toBe(false);
  });
});

it('a password that another relay stored takes the place of the one that was made here', () => {
  const access = accessOf('mine');
  const record = { password: 'theirs', madeAt: 1 };
  access.follow([{ id: '1', op: 'put', in: 'access', key: 'owner', value: record }]);
  access.follow([{ id: '2', op: 'put', in: 'access', key: 'owner', value: record }]);
  expect([access.powerOf('theirs'), access.powerOf('mine'), access.madePassword()]).toEqual([
    'owner',
    undefined,
    'theirs',
  ]);
  expect(told).toEqual(['theirs']);
});

describe('the password that Hajimi makes', () => {
  const passwordOf = async (hajimi: TestHajimi) => (await hajimi.ownerAccess()).madePassword();

  it('is kept, and is of 128 bits', async () => {
    const first = openHajimi({ webPassword: undefined });
    const made = await passwordOf(first);
    expect(made).toMatch(/^[0-9a-f]{32}$/);
    const { store } = first;
    expect(await passwordOf(openHajimi({ webPassword: undefined }, { store }))).toBe(made);
    expect(await passwordOf(openHajimi({ webPassword: undefined }))).not.toBe(made);
  });

  it('is not made where a person chose one', async () => {
    const hajimi = openHajimi({ webPassword: 'chosen' });
    expect(await passwordOf(hajimi)).toBeUndefined();
    expect((await hajimi.store.load()).access.size).toBe(0);
  });

  it('holds for the run where it cannot be kept', async () => {
    const { store } = openHajimi();
    const broken = { ...store, commit: () => Promise.reject(new Error('disk full')) };
    expect(await passwordOf(openHajimi({ webPassword: undefined }, { store: broken }))).toMatch(/^[0-9a-f]{32}$/);
  });

  it('is in no backup', async () => {
    const hajimi = openHajimi({ webPassword: undefined });
    const request = new Request('http://relay/api/backup', { method: 'POST', body: '{"keys":true}' });
    const response = await hajimi.fetch(request, { id: 'hajimi', trust: 'owner' });
    expect(response.status).toBe(200);
    expect(await response.text()).not.toContain(await passwordOf(hajimi));
  });
});
