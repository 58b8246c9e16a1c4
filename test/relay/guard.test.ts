import { describe, expect, it } from 'vitest';
import { isProxyError } from '../../src/core/errors.ts';
import { type GuardConfig, guard } from '../../src/relay/guard.ts';

const MB = 1024 * 1024;
const home: GuardConfig = { host: '127.0.0.1', allowedHosts: [], allowedOrigins: [], maxBody: MB };

function verdict(headers: Record<string, string>, config: Partial<GuardConfig> = {}, path = '/v1/chat/completions') {
  const request = new Request(`http://127.0.0.1:7860${path}`, {
    headers: { host: '127.0.0.1:7860', ...headers },
  });
  try {
    guard(request, { ...home, ...config });
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
