import { describe, expect, it } from 'vitest';
import { hasPublicHost, isPublicAddress } from '../../../../src/core/utils/net/public-address.ts';

describe('isPublicAddress', () => {
  it.each([
    '8.8.8.8',
    '1.1.1.1',
    '100.63.255.255',
    '100.128.0.1',
    '172.15.0.1',
    '172.32.0.1',
    '192.167.1.1',
    '198.20.0.1',
    '223.255.255.255',
    '2606:4700:4700::1111',
    '2a00:1450:4001:800::200e',
    '2001:4860:4860::8888',
    '::ffff:8.8.8.8',
    '::ffff:808:808',
    '64:ff9b::8.8.8.8',
    '2002:808:808::1',
  ])('%s is', (address) => {
    expect(isPublicAddress(address)).toBe(true);
  });

  it.each([
    '0.0.0.0',
    '10.1.2.3',
    '100.64.0.1',
    '127.0.0.1',
    '127.255.255.254',
    '169.254.169.254',
    '172.16.0.1',
    '172.31.255.255',
    '192.0.0.1',
    '192.0.2.1',
    '192.168.1.1',
    '198.18.0.1',
    '198.19.255.255',
    '198.51.100.1',
    '203.0.113.1',
    '224.0.0.1',
    '255.255.255.255',
    '::',
    '::1',
    '0:0:0:0:0:0:0:1',
    'fe80::1',
    'fe80::1%eth0',
    'fc00::1',
    'fd12:3456::1',
    'fec0::1',
    'ff02::1',
    '::ffff:127.0.0.1',
    '::ffff:7f00:1',
    '::ffff:10.0.0.1',
    '::127.0.0.1',
    '64:ff9b::127.0.0.1',
    '64:ff9b:1::1',
    '2002:7f00:1::',
    '2002:a00:1::',
    '2001::1',
    '2001:db8::1',
    '100::1',
    'localhost',
    '',
    '1.2.3',
    '256.1.1.1',
    '1:2:3',
    '1::2::3',
    '12345::',
    ':::',
  ])('%s is not', (address) => {
    expect(isPublicAddress(address)).toBe(false);
  });
});

describe('hasPublicHost', () => {
  it.each(['https://example.com/a.png', 'http://example.com', 'https://8.8.8.8/', 'https://[2606:4700::1]/'])(
    '%s has',
    (url) => {
      expect(hasPublicHost(url)).toBe(true);
    },
  );

  it.each([
    'http://127.0.0.1/',
    'http://2130706433/',
    'http://0x7f.1/',
    'http://127.1/',
    'http://[::1]/',
    'http://[::ffff:10.0.0.1]/',
    'http://localhost:8080/',
    'http://LOCALHOST/',
    'http://app.localhost/',
    'http://nas/',
    'http://nas./',
    'http://printer.local/',
    'http://printer.local./',
    'http://metadata.google.internal/',
    'http://router.home.arpa/',
    'https://hajimi.invalid/',
    'ftp://example.com/',
    'file:///etc/passwd',
    'data:image/png;base64,AA==',
    'not a url',
    '',
  ])('%s has not', (url) => {
    expect(hasPublicHost(url)).toBe(false);
  });
});
