import { beforeEach, describe, expect, it } from 'vitest';
import type { AdminFetch } from '../../../../options/api.ts';
import type { Shell } from '../../../../options/shell/shell.ts';
import { takeLoginCode } from '../../../../options/state/login-link.ts';
import { route } from '../../../../options/state/route.ts';
import { createSession, type Session } from '../../../../options/state/session.ts';
import { openHajimi, type TestHajimi } from '../../../support/hajimi.ts';

/** The page of a relay whose owner's password was made, over the core itself. */
describe('a session', () => {
  let hajimi: TestHajimi;
  let owners = '';
  let kept: string | undefined;
  let session: Session;
  beforeEach(async () => {
    hajimi = openHajimi({ webPassword: undefined, password: 'clients' });
    owners = (await hajimi.ownerAccess()).madePassword() ?? '';
    kept = undefined;
    const shell = shellOver((path, init) => {
      const headers = new Headers(init.headers);
      if (kept !== undefined && !headers.has('authorization')) headers.set('authorization', `Bearer ${kept}`);
      const request = new Request(`http://relay${path}`, { ...init, headers });
      return hajimi.fetch(request, { id: '127.0.0.1', trust: 'network' });
    });
    session = createSession(shell);
  });

  const shellOver = (fetch: AdminFetch): Shell => ({
    fetch,
    mayCall: async () => true,
    askToCall: async () => true,
    password: {
      set: (password) => {
        kept = password;
      },
      forget: () => {
        kept = undefined;
      },
      mayBeDefault: true,
    },
  });

  const status = async (path: string, method = 'GET') =>
    (await session.fetch(path, { method, ...(method === 'POST' && { body: '{"ids":[]}' }) })).status;
  const asked = () => expect.poll(() => session.asksOwner.value).toBe(true);

  it('is locked by the first 401', async () => {
    expect(await status('/api/status')).toBe(401);
    expect(session.locked.value).toBe(true);
  });

  it('asks for the owner’s password once for all that waits for it, repeats that, and keeps the word', async () => {
    kept = 'clients';
    const waiting = [status('/api/keys/reveal', 'POST'), status('/api/keys/reveal', 'POST')];
    await asked();
    expect(await session.tryAsOwner('guess')).toBe('wrong');
    expect(await session.tryAsOwner('clients')).toBe('client');
    expect([session.asksOwner.value, session.locked.value, kept]).toEqual([true, false, 'clients']);
    expect(await session.tryAsOwner(owners)).toBe('right');
    expect(await Promise.all(waiting)).toEqual([200, 200]);
    expect([session.asksOwner.value, kept]).toEqual([false, owners]);
    expect(await status('/api/keys/reveal', 'POST')).toBe(200);
  });

  it('says why where the word cannot be looked at now', async () => {
    const busy = createSession(
      shellOver(async () => Response.json({ error: { message: 'Wait for 3 s' } }, { status: 429 })),
    );
    await expect(busy.tryAsOwner(owners)).rejects.toThrow('Wait for 3 s');
    expect(await busy.redeem('code')).toBe(false);
    expect([busy.linkFailed.value, kept]).toEqual([false, undefined]);
  });

  it('gives the refusal back to who has no such password', async () => {
    kept = 'clients';
    const waiting = status('/api/keys/reveal', 'POST');
    await asked();
    session.decline();
    expect(await waiting).toBe(403);
    expect([session.asksOwner.value, kept]).toEqual([false, 'clients']);
  });

  it('is signed in by the code of a link, once', async () => {
    await status('/api/status');
    const code = (await hajimi.ownerAccess()).loginCode() ?? '';
    expect(await session.redeem(code)).toBe(true);
    expect([session.locked.value, kept]).toEqual([false, owners]);
    expect(await session.redeem(code)).toBe(false);
    expect([session.linkFailed.value, kept]).toEqual([true, owners]);
  });
});

it('the code of a link leaves the address as soon as it is read', () => {
  const view = (hash: string) => {
    const seen: unknown[] = [];
    const history = { replaceState: (...words: unknown[]) => void seen.push(words[2]) };
    return { seen, view: { location: { hash }, history } as unknown as Window };
  };
  const link = view('#/login?code=0af3');
  expect(takeLoginCode(link.view)).toBe('0af3');
  expect([link.seen, route.value]).toEqual([['#/'], { page: 'home', query: {} }]);
  const other = view('#/keys?state=usable');
  expect(takeLoginCode(other.view)).toBeUndefined();
  expect(other.seen).toEqual([]);
});
