import { chmod, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { crx, type ManifestV3Export } from '@crxjs/vite-plugin';
import preact from '@preact/preset-vite';
import { minify } from 'terser';
import type { Plugin, Rolldown, UserConfig } from 'vite';
import { build } from 'vite';
import { defineConfig, type TestProjectInlineConfiguration } from 'vitest/config';
import manifest from './manifest.json' with { type: 'json' };

type Browser = 'chromium' | 'firefox';

/** What the bundler may leave as it is written. */
const targets: Readonly<Record<Browser, string>> = { chromium: 'chrome148', firefox: 'firefox140' };

/** Content scripts are only ever registered: crxjs builds those that the manifest names, so it names them at first. */
const registeredScripts = ['bridge', 'page', 'take-over'].map((name) => `src/extension/${name}.iife.ts`);
const nowhere = 'https://hajimi.invalid/*';
const repository = import.meta.dirname;

/** `manifest.json` without the keys that only the other browser knows. */
function manifestFor(browser: Browser, isDev: boolean): ManifestV3Export {
  const { minimum_chrome_version, message_serialization, browser_specific_settings, background, ...rest } = manifest;
  const { content_security_policy, ...unguarded } = rest;
  const { service_worker, scripts, type } = background;
  const own =
    browser === 'chromium'
      ? { minimum_chrome_version, message_serialization, background: { service_worker, type } }
      : { browser_specific_settings, background: { scripts, type } };
  const content_scripts = [{ matches: [nowhere], js: registeredScripts }];
  // Hot reloading speaks to the dev server by WebSocket.
  return { ...(isDev ? unguarded : rest), ...own, content_scripts } as ManifestV3Export;
}

/** crxjs opens files to every site although no site needs one; each would let a site find out who has the extension. */
const noWebAccessibleResources = {
  name: 'no-web-accessible-resources',
  // After crxjs has added them.
  enforce: 'post',
  renderCrxManifest(built: { web_accessible_resources?: unknown }) {
    delete built.web_accessible_resources;
    return built;
  },
} as Plugin;

/** Minified once more, after Vite's own minifier: the names that terser gives to variables compress better. */
async function smaller(script: string, kind: 'module' | 'script'): Promise<string> {
  const { code } = await minify(script, {
    ecma: 2020,
    module: kind === 'module',
    compress: { passes: 2, negate_iife: false, hoist_funs: kind === 'script' },
    format: { comments: false },
  });
  if (code === undefined) throw new Error('terser gave nothing');
  return code;
}

/** Content scripts run in every page of a site that the person allowed, before anything of the page does. */
const smallContentScripts: Plugin = {
  name: 'small-content-scripts',
  // After crxjs has added them.
  enforce: 'post',
  async generateBundle(_, bundle) {
    for (const path of registeredScripts) {
      const script = bundle[path.replace(/ts$/, 'js')];
      if (script?.type === 'asset') script.source = await smaller(`${script.source}`, 'script');
    }
  },
};

/** Else every stack within the scripts of pages has the extension's address in it, and so tells a site the id of it. */
const namelessPageScripts: Plugin = {
  name: 'nameless-page-scripts',
  // After crxjs has added them.
  enforce: 'post',
  generateBundle(_, bundle) {
    for (const name of ['page', 'take-over']) {
      const script = bundle[`src/extension/${name}.iife.js`];
      if (script?.type === 'asset') script.source = `${script.source}\n//# sourceURL=<anonymous>\n`;
    }
  },
};

/** The package that a bundled module is of; undefined for our own and for what the bundler adds. */
const packageFolderOf = (moduleId: string): string | undefined =>
  /^(?!\0)(.*\/node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(moduleId)?.[1];

async function noticeOf(folder: string): Promise<string> {
  const { name, version, license } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'));
  const file = (await readdir(folder)).find((entry) => /^licen[cs]e(\.(md|txt))?$/i.test(entry));
  if (file === undefined) throw new Error(`${name} has no licence text to hand on`);
  const text = await readFile(join(folder, file), 'utf8');
  // The Mozilla licence asks for the way to the source of what is handed out in another form.
  const source = `https://www.npmjs.com/package/${name}/v/${version}`;
  return `${name} ${version} (${license})\nSource: ${source}\n\n${text.trim()}\n`;
}

/** Beside every bundle the licences of exactly what is in it, and our own: all of them ask to be handed on with copies. */
const thirdPartyNotices: Plugin = {
  name: 'third-party-notices',
  async generateBundle(_, bundle) {
    const chunks = Object.values(bundle).filter((file) => file.type === 'chunk');
    const folders = chunks.flatMap(({ moduleIds }) => moduleIds.flatMap((id) => packageFolderOf(id) ?? []));
    const notices = await Promise.all([...new Set(folders)].sort().map(noticeOf));
    const rule = `\n${'-'.repeat(80)}\n\n`;
    const preface = 'Hajimi is under the licence in LICENSE. Parts of these packages are in its files:\n';
    this.emitFile({ type: 'asset', fileName: 'THIRD-PARTY-NOTICES.txt', source: [preface, ...notices].join(rule) });
    this.emitFile({ type: 'asset', fileName: 'LICENSE', source: await readFile(join(repository, 'LICENSE')) });
  },
};

const onlyRegistered = {
  name: 'only-registered',
  enforce: 'post',
  renderCrxManifest(built: { content_scripts?: unknown }) {
    delete built.content_scripts;
    return built;
  },
} as Plugin;

const backgroundSource = 'src/extension/background.ts';

/**
 * The background in one file of its own. Chunks that it shares with the config page hold also what only the page needs,
 * and several files compress worse than one.
 */
const backgroundInOneFile = (target: string): Plugin => ({
  name: 'background-in-one-file',
  enforce: 'post',
  async generateBundle(_, bundle) {
    const chunk = Object.values(bundle).find(
      (file) => file.type === 'chunk' && file.facadeModuleId?.endsWith(backgroundSource),
    );
    if (chunk?.type !== 'chunk') throw new Error(`${backgroundSource} is in no chunk`);
    const alone = await build({
      ...{ root: repository, configFile: false, envDir: false, publicDir: false, logLevel: 'warn' },
      build: {
        ...{ target, write: false, modulePreload: false },
        rollupOptions: { input: backgroundSource, output: { codeSplitting: false } },
      },
    });
    const { output } = [alone].flat()[0] as Rolldown.RolldownOutput;
    chunk.code = await smaller(output[0].code, 'module');
    chunk.imports = [];
  },
});

const extension = (browser: Browser, isDev: boolean): UserConfig => ({
  plugins: [
    preact(),
    crx({ manifest: manifestFor(browser, isDev), browser: browser === 'firefox' ? 'firefox' : 'chrome' }),
    noWebAccessibleResources,
    smallContentScripts,
    namelessPageScripts,
    onlyRegistered,
    thirdPartyNotices,
    backgroundInOneFile(targets[browser]),
  ],
  publicDir: 'src/extension/static',
  build: {
    // A dev build has reload scripts and open resources in it; it must never be taken for the product.
    outDir: isDev ? `dist/dev-${browser}` : `dist/${browser}`,
    target: targets[browser],
    modulePreload: false,
  },
});

const relayBin = 'hajimi-relay.js';

/** The command itself, which must run on a Node that the program does not: no bundler touches it. */
const relayCommand: Plugin = {
  name: 'relay-command',
  async generateBundle() {
    const asIs = { 'hajimi-relay.mjs': relayBin, 'require-node.mjs': 'require-node.mjs' };
    for (const [source, fileName] of Object.entries(asIs)) {
      this.emitFile({ type: 'asset', fileName, source: await readFile(`src/relay/${source}`) });
    }
  },
  writeBundle: ({ dir = '.' }) => chmod(`${dir}/${relayBin}`, 0o755),
};

/** One file with every library in it but the one that loads a file of its own, and the command that runs it. */
const relay: UserConfig = {
  plugins: [relayCommand, thirdPartyNotices],
  publicDir: false,
  ssr: { noExternal: true, external: ['node-sqlite3-wasm'] },
  build: {
    ssr: 'src/relay/main.ts',
    outDir: 'dist/relay',
    target: 'node20.19',
    rollupOptions: {
      output: { entryFileNames: 'relay.js', codeSplitting: false },
    },
  },
};

/** The config page as the relay serves it. */
const relayPage: UserConfig = {
  root: 'options',
  plugins: [preact(), thirdPartyNotices],
  build: { outDir: '../dist/relay/public', emptyOutDir: true, target: 'es2023', modulePreload: false },
};

/** Generous: a loaded machine is no reason to fail. */
const patience = { poll: { timeout: 20_000 } };

const unit: TestProjectInlineConfiguration = {
  test: {
    name: 'unit',
    testTimeout: 30_000,
    expect: patience,
    include: ['test/**/*.test.ts', 'test/**/*.test.tsx'],
    exclude: ['test/e2e/**', 'test/soak/slow/**', 'test/soak/long/**'],
    environment: 'node',
    globalSetup: './test/support/programs/prepare.ts',
    sequence: { groupOrder: 0 },
  },
};

/** Every file starts a browser, so no more of them at once than is said. They drive what `npm run build` made. */
const inBrowser = (
  name: string,
  folder: string,
  groupOrder: number,
  timeout: number,
  maxWorkers = 1,
): TestProjectInlineConfiguration => ({
  test: {
    name,
    include: [`${folder}/**/*.test.ts`],
    environment: 'node',
    globalSetup: './test/support/programs/prepare.ts',
    testTimeout: timeout,
    expect: patience,
    // A browser may start slowly on a busy machine.
    hookTimeout: 120_000,
    maxWorkers,
    sequence: { groupOrder },
  },
});

export default defineConfig(({ mode, command }) => {
  switch (mode) {
    case 'chromium':
    case 'firefox':
      return extension(mode, command === 'serve');
    case 'relay':
      return relay;
    case 'relay-page':
      return relayPage;
    // Needs the network once, to install it, so it is no part of `npm test`.
    case 'sillytavern':
      return { test: { projects: [inBrowser('sillytavern', 'test/e2e/sillytavern', 0, 180_000)] } };
    // Minutes of silence, each of them waited out.
    case 'long':
      return { test: { projects: [inBrowser('long', 'test/soak/long', 0, 900_000)] } };
    // Installs from the registry and builds anew.
    case 'deploy':
      return { test: { projects: [inBrowser('deploy', 'test/e2e/deploy', 0, 900_000)] } };
    default:
      return {
        test: {
          reporters: ['default', './test/tools/tally-reporter.ts'],
          projects: [
            unit,
            inBrowser('e2e', 'test/e2e/chromium', 1, 60_000),
            // These mostly wait, so they wait together.
            inBrowser('firefox', 'test/e2e/firefox', 2, 120_000, 2),
            inBrowser('slow', 'test/soak/slow', 2, 400_000, 2),
          ],
        },
      };
  }
});
