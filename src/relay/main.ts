/** `hajimi-relay`: reads the command line and the environment, and does what they say. */
import pkg from '../../package.json' with { type: 'json' };
import { createRedactor } from '../core/redact/redactor.ts';
import { checkText } from './cli/check.ts';
import { readCommand } from './cli/command.ts';
import { helpText } from './cli/help.ts';
import { exportFile, importFile } from './cli/import-export.ts';
import { ownerPassword } from './cli/owner-password.ts';
import { explain, fail, language, print, red, say } from './cli/terminal.ts';
import { EnvError, type RelayConfig, readConfig } from './config/config.ts';
import { readEnvFile, withEnvFile } from './config/env-file.ts';
import type { Env } from './config/variables.ts';
import type { CoreDeps } from './create-core.ts';
import { createLog } from './ports/log.ts';
import { clock } from './ports/platform.ts';
import { run } from './run.ts';

/** Into the environment itself, for what reads it besides us: Node takes its time zone from there. */
function loadEnvFile(): Env {
  try {
    const file = readEnvFile('.env') ?? {};
    Object.assign(process.env, withEnvFile(process.env, file));
    return file;
  } catch (error) {
    return fail(say.badEnvFile(explain(error)));
  }
}

function readEnvironment(): RelayConfig {
  try {
    return readConfig(process.env);
  } catch (error) {
    if (!(error instanceof EnvError)) throw error;
    return fail([say.refused, ...error.problems.map((problem) => `  ${problem}`)].join('\n'));
  }
}

/** Something that is done once and ends. What it says on stdout is the result, and nothing else is. */
async function once(what: (deps: CoreDeps) => Promise<string>): Promise<void> {
  const redactor = createRedactor();
  const log = createLog({
    level: 'warn',
    format: 'text',
    clock,
    redactor,
    print: (line) => process.stderr.write(line),
  });
  try {
    print(`${await what({ version: pkg.version, log, redactor })}\n`);
  } catch (error) {
    fail(explain(error));
  }
}

const envFile = loadEnvFile();
const command = readCommand(process.argv.slice(2));
switch (command.does) {
  case 'run':
    await run(readEnvironment(), command.open);
    break;
  case 'check':
    print(checkText(readEnvironment(), { envFile: Object.keys(envFile), env: process.env }, language));
    break;
  case 'help':
    print(helpText(language));
    break;
  case 'version':
    print(`${pkg.version}\n`);
    break;
  case 'import':
    await once((deps) =>
      importFile(readEnvironment(), deps, command.file, language, { addresses: command.withAddresses, alarm: red }),
    );
    break;
  case 'export':
    await once((deps) => exportFile(readEnvironment(), deps, command.file, language));
    break;
  case 'owner-password':
    await once((deps) => ownerPassword(readEnvironment(), deps, language));
    break;
  case 'refuse':
    fail(`${say.refusedWord(command.word)}\n${say.usage}`);
}
