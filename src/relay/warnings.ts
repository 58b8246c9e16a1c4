/** What works but had better be set up otherwise: told once in the log, and on the config page for as long as this run. */
import type { Language, Phrase } from '../core/errors.ts';
import type { Log } from '../core/ports.ts';
import type { RelayConfig } from './config.ts';
import { variables } from './variables.ts';

export interface Warning {
  /** Names it in the log, in `kebab-case`. */
  readonly event: string;
  readonly phrase: Phrase;
}

export interface Warnings {
  /** In the order in which they came. */
  list(): readonly Phrase[];
  /** Of several with one `event`, the first counts. */
  add(warning: Warning): void;
}

/** @param language of the log */
export function createWarnings({ log, language }: { readonly log: Log; readonly language: Language }): Warnings {
  const said = new Map<string, Phrase>();
  return {
    list: () => [...said.values()],
    add({ event, phrase }) {
      if (said.has(event)) return;
      said.set(event, phrase);
      log.write({ level: 'warn', event, message: phrase[language] });
    },
  };
}

/** What can be told from the configuration alone. */
export function warningsOf({ password, allowedOrigins }: Pick<RelayConfig, 'password' | 'allowedOrigins'>): Warning[] {
  return password === variables.PASSWORD.default && allowedOrigins.length > 0 ? [knownPassword(allowedOrigins)] : [];
}

const knownPassword = (origins: readonly string[]): Warning => {
  const { default: known } = variables.PASSWORD;
  const list = origins.join(', ');
  return {
    event: 'known-password-for-origins',
    phrase: {
      en:
        `ALLOWED_ORIGINS lets web pages of ${list} call this relay, and PASSWORD is ${known}, which everybody knows: ` +
        'any script on those pages can use your keys. Set PASSWORD to one of your own.',
      zh:
        `ALLOWED_ORIGINS 允许来自 ${list} 的网页调用此中转，而 PASSWORD 是人人皆知的 ${known}：` +
        '这些网页上的任何脚本都能使用你的密钥。请将 PASSWORD 设为自己的密码。',
    },
  };
};
