import { describe, expect, it } from 'vitest';
import { isProxyError } from '../../../../src/core/errors.ts';
import { type GuardConfig, guard } from '../../../../src/relay/http/guard.ts';
import { exchangeFor } from '../../../support/exchange.ts';

const MB = 1024 * 1024;
const home: GuardConfig = {
  host: '127.0.0.1',
  allowedHosts: [],
  allowedOrigins: [],
  trustedProxies: 0,
  maxBody: MB,
};

function verdict(
  headers: Record<string, string>,
  config: Partial<GuardConfig> = {},
  path = '/v1/chat/completions',
  opensPage = false,
) {
  const request = exchangeFor(`http://127.0.0.1:7860${path}`, { headers: { host: '127.0.0.1:7860', ...headers } });
  try {
    guard(request, { ...home, ...config }, () => opensPage);
    return 'passes';
  } catch (error) {
    return isProxyError(error) ? error.code : error;
  }
}

describe('the name in Host', () => {
  it.each(['127.0.0.1:7860', 'localhost:7860', 'LOCALHOST', '[::1]:7860', '127.0.0.1:9000'])('%s is ours', (host) => {
    expect(verdict({ host })).toBe('passes');
  });

  it.each(['evil.test', 'evil.test:7860', '127.0.0.1.evil.test', 'localhost.evil.test', '192.168.1.5', ''])(
    '%j is refused on a loopback bind',
    (host) => {
      expect(verdict({ host })).toBe('forbidden');
    },
  );

  it.each(['127.999.999.999', 'a:b@127.0.0.1', '127.0.0.1/x', '[::1', '127.0.0.1:99999'])(
    '%s is none, whatever the relay listens to',
    (host) => {
      expect(verdict({ host })).toBe('invalid_value');
      expect(verdict({ host }, { host: '0.0.0.0' })).toBe('invalid_value');
    },
  );

  it('is checked on other binds once ALLOWED_HOSTS is set', () => {
    const open = { host: '0.0.0.0' };
    expect(verdict({ host: 'any.test' }, open)).toBe('passes');
    const named = { ...open, allowedHosts: ['Box.lan'] };
    expect(verdict({ host: 'box.lan:7860' }, named)).toBe('passes');
    expect(verdict({ host: 'localhost:7860' }, named)).toBe('passes');
    expect(verdict({ host: 'any.test' }, named)).toBe('forbidden');
  });
});

describe('the Origin', () => {
  it('may be absent or the relay’s own', () => {
    expect(verdict({})).toBe('passes');
    expect(verdict({ origin: 'http://127.0.0.1:7860' })).toBe('passes');
  });

  it.each(['https://evil.test', 'null', 'http://127.0.0.1:3000', 'http://127.0.0.1:7860.evil.test'])(
    '%s is refused unless allowed',
    (origin) => {
      expect(verdict({ origin })).toBe('forbidden');
      expect(verdict({ origin }, { allowedOrigins: [origin] })).toBe('passes');
      expect(verdict({ origin }, { allowedOrigins: ['*'] })).toBe('passes');
      expect(verdict({ origin }, { allowedOrigins: ['https://other.test'] })).toBe('forbidden');
    },
  );
});

describe('a reverse proxy that rewrites Host', () => {
  const behind = { host: '127.0.0.1:7860', origin: 'https://relay.example' };

  it('hides no page of the relay: the browser says that it is its own', () => {
    expect(verdict(behind)).toBe('forbidden');
    expect(verdict({ ...behind, 'sec-fetch-site': 'same-origin' })).toBe('passes');
    expect(verdict({ ...behind, 'sec-fetch-site': 'cross-site' })).toBe('forbidden');
  });

  it('is believed where it is trusted', () => {
    const forwarded = { ...behind, 'x-forwarded-host': 'relay.example' };
    expect(verdict(forwarded)).toBe('forbidden');
    expect(verdict(forwarded, { trustedProxies: 1 })).toBe('passes');
    const added = { ...behind, 'x-forwarded-host': 'relay.example, 10.0.0.2' };
    expect(verdict(added, { trustedProxies: 1 })).toBe('forbidden');
    expect(verdict(added, { trustedProxies: 2 })).toBe('passes');
  });
});

describe('what the browser says of who asks', () => {
  const link = { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' };

  it.each(['cross-site', 'same-site'])('%s is refused unless the origin is allowed', (site) => {
    expect(verdict({ 'sec-fetch-site': site })).toBe('forbidden');
    const friend = { 'sec-fetch-site': site, origin: 'https://friend.test' };
    expect(verdict(friend, { allowedOrigins: ['https://friend.test'] })).toBe('passes');
    // Which page a tag or frame belongs to is not told.
    expect(verdict({ 'sec-fetch-site': site }, { allowedOrigins: ['*'] })).toBe('forbidden');
  });

  it.each(['same-origin', 'none', 'something-new'])('%s passes', (site) => {
    expect(verdict({ 'sec-fetch-site': site })).toBe('passes');
  });

  it('lets a link open the page, in a tab of its own only', () => {
    expect(verdict(link, {}, '/', true)).toBe('passes');
    expect(verdict(link, {}, '/v1/models', false)).toBe('forbidden');
    expect(verdict({ ...link, 'sec-fetch-dest': 'iframe' }, {}, '/', true)).toBe('forbidden');
    expect(verdict({ ...link, 'sec-fetch-mode': 'no-cors' }, {}, '/', true)).toBe('forbidden');
  });
});

describe('the body', () => {
  const body = { 'content-length': '5' };

  it('must be JSON', () => {
    expect(verdict({ ...body, 'content-type': 'application/json; charset=utf-8' })).toBe('passes');
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x']) {
      expect(verdict({ ...body, 'content-type': type })).toBe('unsupported_media_type');
      expect(verdict({ 'transfer-encoding': 'chunked', 'content-type': type })).toBe('unsupported_media_type');
    }
    expect(verdict(body)).toBe('unsupported_media_type');
  });

  it('is a form where OpenAI’s API takes files, and anything for Google’s uploads', () => {
    const form = { ...body, 'content-type': 'multipart/form-data; boundary=x' };
    expect(verdict(form, {}, '/v1/audio/transcriptions')).toBe('passes');
    expect(verdict({ ...body, 'content-type': 'image/png' }, {}, '/gemini/upload/v1beta/files')).toBe('passes');
  });

  it('has a largest size', () => {
    const json = { 'content-type': 'application/json' };
    expect(verdict({ ...json, 'content-length': String(MB) })).toBe('passes');
    expect(verdict({ ...json, 'content-length': String(MB + 1) })).toBe('body_too_large');
  });
});
