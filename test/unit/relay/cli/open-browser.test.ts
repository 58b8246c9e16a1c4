import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isDesktop, openerFor, type Surroundings } from '../../../../src/relay/cli/open-browser.ts';
import { loginLink, startRelayProcess } from '../../../support/relay.ts';

const desk: Surroundings = { env: { DISPLAY: ':0' }, platform: 'linux', isTerminal: true, isContainer: false };

describe('isDesktop', () => {
  it.each<[string, Partial<Surroundings>, boolean]>([
    ['a terminal of a Linux desktop', {}, true],
    ['Wayland', { env: { WAYLAND_DISPLAY: 'wayland-0' } }, true],
    ['Termux', { env: { TERMUX_VERSION: '0.118' } }, true],
    ['macOS', { env: {}, platform: 'darwin' }, true],
    ['Windows', { env: {}, platform: 'win32' }, true],
    ['no screen', { env: {} }, false],
    ['a service or a pipe', { isTerminal: false }, false],
    ['a container', { isContainer: true }, false],
    ['Kubernetes', { env: { ...desk.env, KUBERNETES_SERVICE_HOST: '10.0.0.1' } }, false],
    ['SSH', { env: { ...desk.env, SSH_CONNECTION: '10.0.0.2 1 10.0.0.1 22' } }, false],
    ['CI', { env: { ...desk.env, CI: 'true' } }, false],
  ])('%s', (_, around, is) => {
    expect(isDesktop({ ...desk, ...around })).toBe(is);
  });
});

it.each<[string, Partial<Surroundings>, string]>([
  ['Linux', {}, 'xdg-open'],
  ['Termux', { env: { TERMUX_VERSION: '0.118' } }, 'termux-open-url'],
  ['macOS', { platform: 'darwin' }, 'open'],
  ['Windows', { platform: 'win32' }, 'rundll32'],
])('%s has its own program for it', (_, around, program) => {
  const [name, ...args] = openerFor('http://127.0.0.1:7860/', { ...desk, ...around });
  expect([name, args.at(-1)]).toEqual([program, 'http://127.0.0.1:7860/']);
});

describe.skipIf(process.platform !== 'linux')('a relay that was started', () => {
  let folder = '';
  const opened = () => join(folder, 'opened');
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'hajimi-opener-'));
    // The address comes whole or not at all.
    const script = `#!/bin/sh\necho "$1" > "${opened()}.part" && mv "${opened()}.part" "${opened()}"\n`;
    writeFileSync(join(folder, 'xdg-open'), script, { mode: 0o755 });
  });
  afterAll(() => rmSync(folder, { recursive: true }));
  const start = (...args: string[]) =>
    startRelayProcess({ DISPLAY: ':0', PATH: [folder, process.env.PATH].join(delimiter) }, ...args);

  it('opens its page when it is told to, signed in with a code of its own', async () => {
    const relay = await start('--open');
    while (!existsSync(opened())) await sleep(20);
    const link = readFileSync(opened(), 'utf8').trim();
    expect(link).toMatch(new RegExp(`^${relay.url}/#/login\\?code=[0-9a-f]{32}$`));
    expect(link).not.toBe(loginLink(relay));
    await relay.stop();
    rmSync(opened());
  });

  it.each([[[]], [['--no-open']]])('without a terminal, with %j, opens nothing', async (args) => {
    const relay = await start(...args);
    expect((await relay.stop()).code).toBe(0);
    expect(existsSync(opened())).toBe(false);
  });

  it('goes on where there is no program that opens', async () => {
    const relay = await startRelayProcess({ PATH: '/nowhere' }, '--open');
    expect((await fetch(`${relay.url}/health`)).status).toBe(200);
    await relay.stop();
  });
});
