/** What is handed out: the npm package and the image, as far as reading their descriptions shows. */
// covers: package.json, Dockerfile
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { copiedFromContext, letsThrough, parseDockerfile } from '../../../support/dockerfile.ts';

const root = fileURLToPath(new URL('../../../..', import.meta.url));
const text = (path: string) => readFileSync(join(root, path), 'utf8');
const pkg = JSON.parse(text('package.json'));

describe('the npm package', () => {
  it('holds the built relay with its page, and no sources', () => {
    const packed = execFileSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], {
      cwd: root,
      stdio: 'pipe',
    });
    const [{ files }] = JSON.parse(String(packed)) as [{ files: ReadonlyArray<{ path: string }> }];
    const paths = files.map(({ path }) => path);
    expect(paths).toEqual(
      expect.arrayContaining(['package.json', pkg.bin['hajimi-relay'], 'dist/relay/public/index.html']),
    );
    expect(
      paths.filter((path) => /^(src\/(?!relay\/windows\/)|test|options|node_modules)|\.env|\.map$/.test(path)),
    ).toEqual([]);
  });

  it('needs nothing that has to be compiled', () => {
    for (const name of Object.keys(pkg.dependencies)) {
      const { scripts = {}, gypfile } = JSON.parse(text(`node_modules/${name}/package.json`));
      expect([name, scripts.install, scripts.postinstall, gypfile]).toEqual([name, undefined, undefined, undefined]);
    }
  });
});

describe('the Dockerfile', () => {
  const instructions = parseDockerfile(text('Dockerfile'));
  const lastStage = instructions.slice(instructions.findLastIndex(({ name }) => name === 'FROM'));
  const all = (name: string) => lastStage.filter((one) => one.name === name).map(({ words }) => words);

  it('copies only what there is and what .dockerignore lets through', () => {
    const copied = copiedFromContext(instructions);
    expect(copied.length).toBeGreaterThan(3);
    for (const path of copied) {
      expect([path, existsSync(join(root, path)), letsThrough(text('.dockerignore'), path)]).toEqual([
        path,
        true,
        true,
      ]);
    }
  });

  it('answers on port 7860 of every address, as nobody special, and can be asked for its health', () => {
    expect(all('ENV').join(' ')).toMatch(/HOST=0\.0\.0\.0 PORT=7860/);
    expect(all('EXPOSE')).toEqual(['7860']);
    expect(all('USER')).toEqual(['node']);
    expect(all('HEALTHCHECK').join()).toContain('/health');
    expect(JSON.parse(all('CMD')[0] ?? '')).toEqual(['node', pkg.bin['hajimi-relay']]);
  });

  it('builds where it stands, for whatever processor the image is for', () => {
    const [build] = instructions;
    expect(build?.flags.platform).toBe('$BUILDPLATFORM');
    // Commands of the last stage would have to be run on a foreign processor.
    expect(all('RUN')).toEqual([]);
  });
});
