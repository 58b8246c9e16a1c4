/** What somebody with too old a Node reads, at each door. The version is told otherwise before the program begins. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../../..', import.meta.url));

function withNode(version: string, program: string, language = 'en') {
  const pretend = `Object.defineProperty(process.versions, 'node', { value: '${version}' });`;
  const args = ['--import', `data:text/javascript,${encodeURIComponent(pretend)}`, program, '--version'];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, {
    cwd: root,
    encoding: 'utf8',
    env: { PATH: process.env.PATH, LANG: language === 'zh' ? 'zh_CN.UTF-8' : 'en_US.UTF-8' },
  });
  return { status, stdout, stderr };
}

const guard = 'src/relay/require-node.mjs';

describe('the version guard', () => {
  it.each(['12.22.12', '18.20.8', '20.9.0', '20.18.3'])('refuses Node %s in one sentence', (version) => {
    expect(withNode(version, guard)).toEqual({
      status: 1,
      stdout: '',
      stderr: `Node.js 20.19 or newer is needed; this is ${version}. Get it at https://nodejs.org\n`,
    });
  });

  it('speaks Chinese to whom the system does', () => {
    expect(withNode('18.20.8', guard, 'zh').stderr).toBe(
      '需要 Node.js 20.19 或更高版本，当前为 18.20.8。下载：https://nodejs.org\n',
    );
  });

  it.each(['20.19.0', '22.13.0', '24.0.0', '100.1.0'])('says nothing to Node %s', (version) => {
    expect(withNode(version, guard)).toEqual({ status: 0, stdout: '', stderr: '' });
  });

  it('needs what package.json says', () => {
    const { engines } = JSON.parse(readFileSync(`${root}/package.json`, 'utf8'));
    expect(withNode('0.10.0', guard).stderr).toContain(engines.node.replace('>=', ''));
  });
});

describe('stands before', () => {
  it('the command', () => {
    const { status, stderr } = withNode('18.20.8', 'src/relay/hajimi-relay.mjs');
    expect([status, stderr]).toEqual([1, expect.stringMatching(/^Node\.js 20\.19 or newer is needed.*\n$/)]);
  });

  it.each(['demo', 'check', 'test', 'build:chromium', 'build:firefox', 'build:relay'])('npm run %s', (script) => {
    const { scripts } = JSON.parse(readFileSync(`${root}/package.json`, 'utf8'));
    expect(scripts[`pre${script}`]).toBe('npm run -s need-node');
    expect(scripts['need-node']).toBe(`node ${guard}`);
  });

  it('npm start, which builds first', () => {
    const { scripts } = JSON.parse(readFileSync(`${root}/package.json`, 'utf8'));
    expect(scripts.start).toMatch(/^npm run build:relay && /);
  });

  it('what a double click on Windows builds', () => {
    const lines = readFileSync(`${root}/src/relay/windows/hajimi.cmd`, 'utf8').split('\r\n');
    const at = (word: string) => lines.findIndex((line) => line.includes(word));
    expect(at('require-node.mjs')).toBeGreaterThan(0);
    expect(at('require-node.mjs')).toBeLessThan(at('npm ci'));
  });
});
