/** What the relay says on the terminal besides its log, in both languages. */
import type { Language } from '../core/errors.ts';

/** The person's language as the system tells it: Node reads it from `LANG` or from Windows' settings. */
export const systemLanguage = (): Language =>
  Intl.DateTimeFormat().resolvedOptions().locale.startsWith('zh') ? 'zh' : 'en';

export const words = {
  en: {
    usage:
      'hajimi-relay [--open | --no-open | --check | --owner-password | --help | --version | --import <file> | --export <file>]',
    purpose: 'An OpenAI- and Gemini-compatible endpoint over your own pool of Gemini API keys.',
    commands: {
      '--open, --no-open': 'open the config page in a browser at the start, or do not; on a desktop it opens by itself',
      '--check': 'say what would be done, and do nothing',
      '--owner-password': 'print the owner’s password of the config page again, and end; also while a relay runs',
      '--import <file>': 'take in a backup of the config page, or settings.json of the original Hajimi, and end',
      '--export <file>': 'write a backup with all keys into a new file, and end',
    },
    byEnvironment: 'It is set up by environment variables, or by lines of NAME=value in a file .env beside you:',
    byPage: 'These can also be set in the config page; the environment wins:',
    refused: 'The relay does not start, because of its environment:',
    refusedWord: (word: string) => `This cannot be understood here: ${word}`,
    badEnvFile: (reason: string) => `The file .env cannot be read: ${reason}`,
    default: (value: string) => `default ${value}`,
    listens: 'Listens on',
    password: 'Client password',
    webPassword: 'Owner’s password',
    passwordIsDefault: (value: string) => `the default, ${value}`,
    passwordIsOwn: 'your own',
    madePassword: 'made by the relay; hajimi-relay --owner-password prints it',
    keys: 'Keys in the environment',
    storage: 'Storage',
    inMemory: 'in memory only',
    fixed: 'Settings fixed by the environment',
    none: 'none',
    envFile: 'From the file .env',
    retired: (name: string, why: string) => `${name} has no effect: ${why}`,
    nothingKept: 'There is nothing to import into: ENABLE_STORAGE=false keeps everything in memory only.',
    noFile: (file: string) => `There is no file ${file}.`,
    fileExists: (file: string) => `${file} is there already. Choose another name.`,
    setPassphrase: 'Set BACKUP_PASSPHRASE to the one with which the file was made.',
    notJson: (file: string) => `${file} is no JSON file.`,
    imported: (added: number, changed: number, same: number) =>
      `Keys: ${added} added, ${changed} changed, ${same} were there already`,
    settingsSet: (list: string) => `Settings changed: ${list}`,
    exported: (file: string, sealed: boolean) =>
      `Written to ${file}${sealed ? ', encrypted' : '. The keys in it can be read by whoever has the file.'}`,
    ownerPassword: (password: string) => `Owner’s password of the config page: ${password}`,
    loginLink: (link: string) => `Signs you in there once, within an hour: ${link}`,
    ownerPasswordNow: (password: string) =>
      `Another relay on the same Redis made the owner’s password at the same time. It is now: ${password}`,
    webPasswordIsOwn: 'The owner’s password is the WEB_PASSWORD that you set. The relay makes none.',
    ownerPasswordNotKept:
      'ENABLE_STORAGE=false keeps nothing, so the owner’s password is a new one at each start. Look for it in what the relay printed then, or set WEB_PASSWORD.',
    ready: (url: string, endpoint: string) => `Config page ${url} , endpoint for frontends ${endpoint}`,
    noKeys: (url: string) => `There is no API key yet. Open ${url} and paste one there, or set GEMINI_API_KEYS.`,
    stopping: 'Stopping: running answers may finish',
    portTaken: (address: string) => `${address} is in use by another program. Set PORT to another port.`,
  },
  zh: {
    usage:
      'hajimi-relay [--open | --no-open | --check | --owner-password | --help | --version | --import <文件> | --export <文件>]',
    purpose: '以你自己的 Gemini API 密钥池提供 OpenAI 与 Gemini 兼容的接口。',
    commands: {
      '--open, --no-open': '启动时在浏览器中打开（或不打开）配置页面；在桌面环境中会自动打开',
      '--check': '只说明会做什么，不实际启动',
      '--owner-password': '再次输出配置页面的所有者密码，然后退出；中转运行时也可使用',
      '--import <文件>': '导入配置页面的备份，或原版 Hajimi 的 settings.json，然后退出',
      '--export <文件>': '将含全部密钥的备份写入新文件，然后退出',
    },
    byEnvironment: '通过环境变量设置，或在当前文件夹的 .env 文件中逐行写入 NAME=value：',
    byPage: '以下也可在配置页面中设置；以环境变量为准：',
    refused: '环境变量有误，中转未启动：',
    refusedWord: (word: string) => `无法理解此处的：${word}`,
    badEnvFile: (reason: string) => `无法读取 .env 文件：${reason}`,
    default: (value: string) => `默认 ${value}`,
    listens: '监听地址',
    password: '客户端密码',
    webPassword: '所有者密码',
    passwordIsDefault: (value: string) => `默认值 ${value}`,
    passwordIsOwn: '自定义',
    madePassword: '由中转生成，可用 hajimi-relay --owner-password 查看',
    keys: '环境变量中的密钥数',
    storage: '存储',
    inMemory: '仅内存',
    fixed: '由环境变量固定的设置',
    none: '无',
    envFile: '来自 .env 文件',
    retired: (name: string, why: string) => `${name} 不起作用：${why}`,
    nothingKept: '没有可导入的位置：ENABLE_STORAGE=false 时一切仅存于内存。',
    noFile: (file: string) => `没有文件 ${file}。`,
    fileExists: (file: string) => `${file} 已存在，请换一个名称。`,
    setPassphrase: '请将 BACKUP_PASSPHRASE 设为制作此文件时所用的口令。',
    notJson: (file: string) => `${file} 不是 JSON 文件。`,
    imported: (added: number, changed: number, same: number) =>
      `密钥：新增 ${added} 个，更改 ${changed} 个，已有 ${same} 个`,
    settingsSet: (list: string) => `已更改的设置：${list}`,
    exported: (file: string, sealed: boolean) =>
      `已写入 ${file}${sealed ? '（已加密）' : '。拿到此文件的人都能读取其中的密钥。'}`,
    ownerPassword: (password: string) => `配置页面的所有者密码：${password}`,
    loginLink: (link: string) => `此链接可在一小时内登录一次：${link}`,
    ownerPasswordNow: (password: string) => `使用同一 Redis 的另一个中转同时生成了所有者密码，现为：${password}`,
    webPasswordIsOwn: '所有者密码就是你设置的 WEB_PASSWORD，中转不会另行生成。',
    ownerPasswordNotKept:
      'ENABLE_STORAGE=false 时不保存任何内容，所有者密码每次启动都会重新生成。请查看中转启动时的输出，或设置 WEB_PASSWORD。',
    ready: (url: string, endpoint: string) => `配置页面 ${url} ，前端填写的地址 ${endpoint}`,
    noKeys: (url: string) => `还没有 API 密钥。请打开 ${url} 粘贴，或设置 GEMINI_API_KEYS。`,
    stopping: '正在停止：进行中的回答可以完成',
    portTaken: (address: string) => `${address} 已被其他程序占用。请将 PORT 设为其他端口。`,
  },
} as const;
