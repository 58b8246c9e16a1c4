/** What works but had better be set up otherwise: told once in the log, and on the config page for as long as this run. */
import type { Language, Phrase } from '../../core/errors.ts';
import type { Log } from '../../core/ports.ts';
import { type RelayConfig, shortPasswords } from './config.ts';
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
export function warningsOf(
  config: Pick<RelayConfig, 'host' | 'password' | 'webPassword' | 'allowedOrigins'>,
): Warning[] {
  const { host, password, allowedOrigins } = config;
  const short = shortPasswords(config);
  return [
    ...(password === variables.PASSWORD.default && allowedOrigins.length > 0 ? [knownPassword(allowedOrigins)] : []),
    ...(short.length > 0 ? [shortPassword(host, short)] : []),
  ];
}

/** Found out when such a header comes. Whoever has no proxy is called so by a client that wrote the header itself. */
export const proxyNotTrusted: Warning = {
  event: 'proxy-not-trusted',
  phrase: {
    en:
      'A request came with X-Forwarded-For, as a reverse proxy adds it, but TRUSTED_PROXIES is 0: to this relay all who ' +
      'come through that proxy are one client, so that they share its limits and a stranger’s wrong passwords hold up the ' +
      'right one. Set TRUSTED_PROXIES to the number of your reverse proxies. If you have none, ignore this.',
    zh:
      '收到带有 X-Forwarded-For 的请求（反向代理会添加它），但 TRUSTED_PROXIES 为 0：经过该代理的所有人都被视为同一个客户端，' +
      '共用限额，陌生人的错误密码也会拖住正确的密码。请将 TRUSTED_PROXIES 设为你的反向代理层数；若没有反向代理，可忽略此提示。',
  },
};

const shortPassword = (host: string, names: readonly string[]): Warning => ({
  event: 'short-password',
  phrase: {
    en:
      `This relay listens on ${host}, and ${names.join(' and ')} has fewer than 8 characters, which can be guessed. Wrong ` +
      'passwords are therefore looked at more slowly: one in 10 s for an address. Set a longer one.',
    zh:
      `此中转监听 ${host}，而 ${names.join(' 和 ')} 少于 8 个字符，可能被猜中。因此错误密码的检查更慢：每个地址每 10 秒一个。` +
      '请设置更长的密码。',
  },
});

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
