import { describe, expect, test } from 'vitest';
import { createSites, originOf } from '../../../../options/state/sites.ts';
import type { SiteView } from '../../../../src/contract/sites.ts';

describe('originOf', () => {
  test.each([
    ['https://chat.example', 'https://chat.example'],
    [' chat.example/room?x=1 ', 'https://chat.example'],
    ['http://192.168.1.5:8000/', 'http://192.168.1.5:8000'],
    ['http://[fd00::1]:8000', 'http://[fd00::1]:8000'],
    ['localhost:3000', 'https://localhost:3000'],
  ])('%j is %s', (address, origin) => expect(originOf(address)).toBe(origin));

  test.each([[''], ['ftp://chat.example'], ['nonsense://'], ['two words'], ['javascript:alert(1)']])(
    '%j is no site',
    (address) => expect(originOf(address)).toBeUndefined(),
  );
});

describe('allowing a site', () => {
  const site = 'https://chat.example';
  function setUp(granted: boolean) {
    const happened: string[] = [];
    const view: SiteView = { origin: site, state: 'asked', takeOver: false, addedAt: 1 };
    const api = {
      list: async () => [],
      async allow() {
        happened.push('told');
        return view;
      },
      update: async () => view,
      async revoke() {
        happened.push('revoked');
      },
    };
    const sites = createSites(api, {
      askToCall: async (url) => {
        happened.push(`asked for ${url}`);
        return granted;
      },
    });
    return { sites, happened };
  }

  test('asks the browser before anything is awaited, and the background knows of it even then', async () => {
    const { sites, happened } = setUp(true);
    const allowing = sites.allow(site);
    // A popup that is closed by the prompt comes no further.
    expect(happened).toEqual(['told', `asked for ${site}`]);
    expect(await allowing).toBe(true);
    expect(happened).toEqual(['told', `asked for ${site}`, 'told']);
  });

  test('leaves nothing behind where the person says no', async () => {
    const { sites, happened } = setUp(false);
    expect(await sites.allow(site)).toBe(false);
    expect([happened.at(-1), sites.problem.value]).toEqual(['revoked', 'denied']);
  });
});
