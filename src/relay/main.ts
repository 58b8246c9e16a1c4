/** `hajimi-relay`: reads the command line and the environment, runs until it is told to stop. */
import { fileURLToPath } from 'node:url';
import pkg from '../../package.json' with { type: 'json' };
import { createRedactor } from '../core/log/redact.ts';
import { checkText } from './check.ts';
import { EnvError, type RelayConfig, readConfig } from './config.ts';
import { helpText } from './help.ts';
import { createLog } from './log.ts';
import { loadPage } from './page.ts';
import { clock } from './platform.ts';
import { type Relay, startRelay } from './relay.ts';
import { systemLanguage, words } from './words.ts';

/** Docker waits 10 s between SIGTERM and SIGKILL, and the store is written after the last answer. */
const GRACE = 8_000;

const language = systemLanguage();
const say = words[language];
const print = (line: string) => void process.stdout.write(line);

function fail(message: string): never {
  process.stderr.write(`${message}\n`);
  process.exit(1);
}

function readEnvironment(): RelayConfig {
  try {
    return readConfig(process.env);
  } catch (error) {
    if (!(error instanceof EnvError)) throw error;
    return fail([say.refused, ...error.problems.map((problem) => `  ${problem}`)].join('\n'));
  }
}

async function run(config: RelayConfig): Promise<void> {
  const redactor = createRedactor();
  const format = config.logFormat === 'auto' ? (process.stdout.isTTY ? 'text' : 'json') : config.logFormat;
  const log = createLog({ level: config.logLevel, format, clock, redactor, print });
  const page = await loadPage(fileURLToPath(new URL('./public', import.meta.url)));
  const relay = await start();

  const { endpoint, keys } = await relay.status();
  const count = Object.values(keys).reduce((sum, number) => sum + number, 0);
  log.write({
    level: 'info',
    event: 'started',
    message: say.ready(relay.url, endpoint),
    url: relay.url,
    version: pkg.version,
    keys: count,
  });
  if (count === 0) log.write({ level: 'warn', event: 'no-keys', message: say.noKeys(relay.url) });
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void stop(signal));

  async function start(): Promise<Relay> {
    try {
      return await startRelay(config, { version: pkg.version, log, redactor, page });
    } catch (error) {
      return fail(explain(error, config));
    }
  }

  async function stop(signal: NodeJS.Signals): Promise<void> {
    log.write({ level: 'info', event: 'stopping', message: say.stopping, signal });
    try {
      await relay.close(GRACE);
      process.exit(0);
    } catch (error) {
      log.write({ level: 'error', event: 'stop-failed', error });
      process.exit(1);
    }
  }
}

function explain(error: unknown, { host, port }: RelayConfig): string {
  if (!(error instanceof Error)) return String(error);
  return 'code' in error && error.code === 'EADDRINUSE' ? say.portTaken(`${host}:${port}`) : error.message;
}

const [option, ...others] = process.argv.slice(2);
if (others.length > 0) fail(say.usage);
switch (option) {
  case undefined:
    await run(readEnvironment());
    break;
  case '--check':
    print(checkText(readEnvironment(), language));
    break;
  case '--help':
  case '-h':
    print(helpText(language));
    break;
  case '--version':
  case '-v':
    print(`${pkg.version}\n`);
    break;
  default:
    fail(`${say.unknownOption(option)}\n${say.usage}`);
}
