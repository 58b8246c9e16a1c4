import { expect, it } from 'vitest';
import { type Command, readCommand } from '../../../../src/relay/cli/command.ts';

const lines: ReadonlyArray<readonly [line: string, command: Command]> = [
  ['', { does: 'run', open: undefined }],
  ['--open', { does: 'run', open: true }],
  ['--no-open', { does: 'run', open: false }],
  ['--check', { does: 'check' }],
  ['--help', { does: 'help' }],
  ['-h', { does: 'help' }],
  ['--version', { does: 'version' }],
  ['-v', { does: 'version' }],
  ['--owner-password', { does: 'owner-password' }],
  ['--owner-password=x', { does: 'refuse', word: '--owner-password' }],
  ['--import settings.json', { does: 'import', file: 'settings.json', withAddresses: false }],
  ['--import all.json --with-addresses', { does: 'import', file: 'all.json', withAddresses: true }],
  ['--export all.json --with-addresses', { does: 'refuse', word: '--with-addresses' }],
  ['--with-addresses', { does: 'refuse', word: '--with-addresses' }],
  ['--import a.json --with-addresses --check', { does: 'refuse', word: '--check' }],
  ['--export=all.json', { does: 'export', file: 'all.json' }],
  ['--import', { does: 'refuse', word: '--import' }],
  ['--export=', { does: 'refuse', word: '--export' }],
  ['--check=yes', { does: 'refuse', word: '--check' }],
  ['--frobnicate', { does: 'refuse', word: '--frobnicate' }],
  ['-x', { does: 'refuse', word: '-x' }],
  ['start', { does: 'refuse', word: 'start' }],
  ['--check --help', { does: 'refuse', word: '--help' }],
  ['--import a.json b.json', { does: 'refuse', word: 'b.json' }],
];

it.each(lines)('hajimi-relay %s', (line, command) => {
  expect(readCommand(line.split(' ').filter((word) => word !== ''))).toEqual(command);
});
