/** What the relay says on the terminal besides its log, in both languages. */
import type { Language } from '../core/errors.ts';

/** The person's language as the system tells it: Node reads it from `LANG` or from Windows' settings. */
export const systemLanguage = (): Language =>
  Intl.DateTimeFormat().resolvedOptions().locale.startsWith('zh') ? 'zh' : 'en';

export const words = {
  en: {
    usage: 'hajimi-relay [--check] [--help] [--version]',
    purpose: 'An OpenAI- and Gemini-compatible endpoint over your own pool of Gemini API keys.',
    byEnvironment: 'It is set up by environment variables:',
    byPage: 'These can also be set in the config page; the environment wins:',
    refused: 'The relay does not start, because of its environment:',
    unknownOption: (option: string) => `There is no option ${option}`,
    default: (value: string) => `default ${value}`,
    listens: 'Listens on',
    password: 'Client password',
    webPassword: 'Page password',
    passwordIsDefault: (value: string) => `the default, ${value}`,
    passwordIsOwn: 'your own',
    samePassword: 'the same',
    keys: 'Keys in the environment',
    storage: 'Storage',
    inMemory: 'in memory only',
    fixed: 'Settings fixed by the environment',
    none: 'none',
    ready: (url: string, endpoint: string) => `Config page ${url}/ , endpoint for frontends ${endpoint}`,
    noKeys: (url: string) => `There is no API key yet. Open ${url}/ and paste one there, or set GEMINI_API_KEYS.`,
    stopping: 'Stopping: running answers may finish',
    portTaken: (address: string) => `${address} is in use by another program. Set PORT to another port.`,
  },
  zh: {
    usage: 'hajimi-relay [--check] [--help] [--version]',
    purpose: '以你自己的 Gemini API 密钥池提供 OpenAI 与 Gemini 兼容的接口。',
    byEnvironment: '通过环境变量设置：',
    byPage: '以下也可在配置页面中设置；以环境变量为准：',
    refused: '环境变量有误，中转未启动：',
    unknownOption: (option: string) => `没有此选项：${option}`,
    default: (value: string) => `默认 ${value}`,
    listens: '监听地址',
    password: '客户端密码',
    webPassword: '页面密码',
    passwordIsDefault: (value: string) => `默认值 ${value}`,
    passwordIsOwn: '自定义',
    samePassword: '相同',
    keys: '环境变量中的密钥数',
    storage: '存储',
    inMemory: '仅内存',
    fixed: '由环境变量固定的设置',
    none: '无',
    ready: (url: string, endpoint: string) => `配置页面 ${url}/ ，前端填写的地址 ${endpoint}`,
    noKeys: (url: string) => `还没有 API 密钥。请打开 ${url}/ 粘贴，或设置 GEMINI_API_KEYS。`,
    stopping: '正在停止：进行中的回答可以完成',
    portTaken: (address: string) => `${address} 已被其他程序占用。请将 PORT 设为其他端口。`,
  },
} as const;
