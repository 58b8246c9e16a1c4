/**
 * `docs/{en,zh}/errors.md`, made from the table of errors and the texts of the config page.
 * `npx tsx test/tools/docs/errors-page.ts` writes both.
 */
import { writeFileSync } from 'node:fs';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { type ErrorCode, errorTable } from '../../../src/core/errors.ts';
import { extensionGone } from '../../../src/extension/protocol/extension-gone.ts';
import { type Language, translate } from '../../../src/i18n/translate.ts';
import { retired } from '../../../src/relay/config/deprecated.ts';

const codes = Object.keys(errorTable) as ErrorCode[];

const heads: Readonly<Record<Language, string>> = {
  en: `# Errors: text, cause, remedy

[中文](../zh/errors.md)

Look for the text that you see; \`{...}\` stands for what differs. The same list is on the config page, under *About*, and the
log links to it. Programs find the name in \`error.code\`; where it is time to wait they read \`rate_limit_exceeded\` there.`,
  zh: `# 错误自查：文字、原因、处理

[English](../en/errors.md)

按看到的文字查找；\`{...}\` 代表会变化的部分。配置页的“关于”里有同样的列表，日志也会直接链接到对应的条目。程序可在 \`error.code\`
中读到名称；需要等待的错误在那里是 \`rate_limit_exceeded\`。`,
};

/** What is no answer of Hajimi, so that it stands in no table. */
const tails: Readonly<Record<Language, string>> = {
  en: `## Other texts

> ${extensionGone}

Cause: The extension was switched off and on while the page was open, or updated while this page was waiting for an answer
or asleep. Programs get it with status 503.

Remedy: Reload the page.

> Failed to fetch · NetworkError when attempting to fetch resource · ERR_NAME_NOT_RESOLVED · getaddrinfo ENOTFOUND hajimi.invalid

Cause: Nobody answered for \`hajimi.invalid\`: the extension is off, the site is not allowed, or the call does not come from a
page (a program, a server, a worker).

Remedy: Click the toolbar button on that page and allow the site, then reload it. For programs use the relay.

> ${Object.keys(retired)[0]} has no effect

Cause: A variable of the original Hajimi that is not needed here; see [moving from the original](migration.md).

Remedy: Remove it, or leave it: nothing else happens.`,
  zh: `## 其他提示

> ${extensionGone}

原因：页面打开期间，扩展被重新启用；或更新时，此页面正在等待回答或处于休眠。程序收到的状态码为 503。

处理：刷新页面。

> Failed to fetch · NetworkError when attempting to fetch resource · ERR_NAME_NOT_RESOLVED · getaddrinfo ENOTFOUND hajimi.invalid

原因：没有人应答 \`hajimi.invalid\`：扩展未启用、网站未获允许，或请求并非来自网页（程序、服务器、Worker）。

处理：在该页面点击工具栏按钮，允许此网站，再刷新页面；程序请使用中转。

> ${Object.keys(retired)[0]} 不起作用

原因：这是原版 Hajimi 的变量，这里不需要；见[从原版迁移](migration.md)。

处理：删掉它；留着也没有影响。`,
};

/** Names of variables, headers and paths, which stand in plain letters on the config page. */
const named =
  /\b[A-Z]+(?:_[A-Z]+)+\b|\bPASSWORD\b|\bContent-Type\b|(?:GET )?\/(?:v1(?:\/models)?|gemini|vertex|aistudio)\b|\b[a-z]+_[a-z]+\b/g;

/** The whole file, to its last newline. */
export function errorsMarkdown(language: Language): string {
  const entries = codes.map((code) => {
    const { status, [language]: text } = errorTable[code];
    const words = (kind: 'cause' | 'remedy') =>
      translate(language, `error.${code}.${kind}`).replace(named, (name) => `\`${name}\``);
    return [
      `## ${code}`,
      `> HTTP ${status}: ${text}`,
      translate(language, 'about.errors.cause', { cause: words('cause') }),
      translate(language, 'about.errors.remedy', { remedy: words('remedy') }),
    ].join('\n\n');
  });
  return `${[heads[language], ...entries, tails[language]].join('\n\n')}\n`;
}

/** Where it belongs. */
export const errorsPath = (language: Language): string =>
  fileURLToPath(new URL(`../../../docs/${language}/errors.md`, import.meta.url));

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  for (const language of ['en', 'zh'] as const) writeFileSync(errorsPath(language), errorsMarkdown(language));
}
