/** Texts that a client or a person may send, read in linear time. */
// covers: src/core/pool/keys/parse-keys.ts, src/core/dialects/sillytavern/yaml, src/core/utils/json/detached-payloads.ts
import { describe, expect, test } from 'vitest';
import { sideOf } from '../../../src/core/dialects/sillytavern/call.ts';
import { readYaml } from '../../../src/core/dialects/sillytavern/yaml/yaml.ts';
import { parseKeys } from '../../../src/core/pool/keys/parse-keys.ts';
import { attach, detach } from '../../../src/core/utils/json/detached-payloads.ts';
import { expectLinear } from '../../support/count-steps.ts';

const account = '{"type":"service_account","private_key":"k","client_email":"me@x.iam"}';

describe('parseKeys', () => {
  test.each<[string, string, string]>([
    ['nested objects', '{"service_account":', '1'],
    ['braces', '{', 'service_account'],
    ['braces that close', '{}', 'service_account'],
    ['braces in strings', '{"', '" service_account'],
    ['quotes and braces', '"{', 'service_account'],
    ['backslashes', '{"\\', 'service_account'],
    ['accounts', `${account},\n`, ''],
    ['full stops', '.', 'x'],
    ['colons', ':', 'x'],
    ['names', 'a=', ''],
    ['keys', `AIza${'x'.repeat(35)} `, ''],
    ['beginnings of keys', 'AIza', ''],
    ['newer keys', 'AQ.', ''],
    ['words', 'word ', ''],
  ])('%s', (_name, piece, end) => {
    expectLinear((size) => `x ${piece.repeat(size)}${end}`, parseKeys, 512);
  });

  test('JSON that nests deep is looked through as text, in whatever it stands', () => {
    const key = `AIza${'x'.repeat(35)}`;
    const nested = `${'['.repeat(100_000)}"${key}"${']'.repeat(100_000)}`;
    const deep = `{"type":"service_account","private_key":"k","client_email":"e","x":${'['.repeat(9000)}${']'.repeat(9000)}}`;
    expect(parseKeys(nested)).toEqual([{ kind: 'ai-studio', secret: key }]);
    expect(parseKeys(JSON.stringify({ keys: nested }))).toEqual([{ kind: 'ai-studio', secret: key }]);
    expect(parseKeys(`${deep}, ${account}`).filter(({ kind }) => kind === 'service-account')).toHaveLength(1);
  });
});

describe('readYaml', () => {
  const read = (text: string) => {
    try {
      return readYaml(text);
    } catch {
      return undefined;
    }
  };

  test.each<[string, string, string, string]>([
    ['entries', '', 'a%: 1\n', ''],
    ['items', '', '- a\n', ''],
    ['blanks before a colon that is none', 'a', ' ', 'b'],
    ['blanks in quotes', '"a', ' ', 'b"'],
    ['lines in quotes', '"a', ' \n ', 'b"'],
    ['line breaks of a block', 'a: |\n b\n', '\n', ' c'],
    ['line breaks at the end of a block', 'a: |\n b', '\n', ''],
    ['lists in lists', 'a: ', '[', ''],
    ['items of a list', 'a: [', '1, ', ']'],
    ['comments in a list', 'a: [', '#\n', ']'],
    ['hashes', 'a: b', '#', ''],
    ['hashes and quotes', 'a: b', ' "#" ', ''],
    ['quotes without end', 'a: b #', ` '"`, ''],
    ['escaped quotes', 'a: "', '\\"', ''],
    ['colons', 'a: ', ':', ''],
    ['keys in keys', 'a', ': b', ''],
    ['dashes', '', '- ', 'a'],
  ])('%s', (_name, begin, piece, end) => {
    const make = (size: number) =>
      begin + Array.from({ length: size }, (_, n) => piece.replace('%', String(n))).join('') + end;
    expectLinear(make, read, 256);
  });

  test('lists in lists are refused before they overflow', () => {
    expect(() => readYaml(`a: ${'['.repeat(100_000)}`)).toThrow('Too deep');
    expect(readYaml(`a: ${'['.repeat(90)}${']'.repeat(90)}`)).toBeTruthy();
  });
});

test('an address of slashes', () => {
  const body = (size: number) => ({
    chat_completion_source: 'custom',
    custom_url: `https://x.example${'/'.repeat(size)}y${'/'.repeat(size)}`,
  });
  const refused = expect.objectContaining({ code: 'unknown_path' });
  expectLinear(body, (one) => expect(() => sideOf(one, 'openai', 'GET', '/models')).toThrow(refused), 256);
});

test('data URLs that are put back', () => {
  const url = `data:image/png;base64,${'A'.repeat(100_000)}`;
  const make = (size: number) => {
    const json = JSON.stringify(Array.from({ length: size }, () => [url, 'some words between them '.repeat(20)]));
    const parted = detach(new TextEncoder().encode(json), 'secret');
    return { ...parted, json };
  };
  expectLinear(make, ({ text, detached }) => attach(text, detached), 8);
  const { text, detached, json } = make(3);
  expect(Buffer.concat(attach(text, detached)).toString()).toBe(json);
  expect(Buffer.concat(attach('nothing of ~secret.99~ it', detached)).toString()).toBe('nothing of ~secret.99~ it');
});
