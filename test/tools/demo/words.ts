/** What the demo says: on the terminal, on the options page, and through the fake Gemini. */

import type { Message } from '../../../src/i18n/message.ts';
import { en } from '../../../src/i18n/page/en.ts';
import { zh } from '../../../src/i18n/page/zh.ts';

export type DemoLanguage = 'en' | 'zh';

const one = (message: Message): string => (typeof message === 'string' ? message : message.one);

export const words = {
  en: {
    locale: 'en-US',
    title: 'Hajimi, with no key and no network',
    fake: 'Fake Gemini',
    browser: 'Browser',
    keyAdded: 'One key was added through the options page.',
    page: 'Chat page',
    you: 'You',
    picture: 'Picture',
    open: 'The window is yours: go on typing there. Close it to end the demo.',
    field: one(en['keys.add.label']),
    submit: one(en['keys.add.submit']),
    added: one(en['keys.added']).replace('{n}', '1'),
    baseUrl: one(en['settings.geminiBaseUrl.title']),
    saved: one(en['settings.saved']),
    question: 'Where does my message go when I press Send?',
    answer:
      'Nowhere but to Gemini. This page called an address that no network knows, and the extension in your browser took ' +
      'the call. It chose one of your keys, asked Gemini in its own language, and is handing you the answer word by ' +
      'word, as it comes. Nobody’s server stood in between, and no page ever sees a key.',
  },
  zh: {
    locale: 'zh-CN',
    title: 'Hajimi 演示：无需密钥，无需网络',
    fake: '模拟 Gemini',
    browser: '浏览器',
    keyAdded: '已通过配置页面添加一个密钥。',
    page: '聊天页面',
    you: '你',
    picture: '截图',
    open: '窗口归你使用，可以继续输入；关闭窗口即结束演示。',
    field: one(zh['keys.add.label']),
    submit: one(zh['keys.add.submit']),
    added: one(zh['keys.added']).replace('{n}', '1'),
    baseUrl: one(zh['settings.geminiBaseUrl.title']),
    saved: one(zh['settings.saved']),
    question: '我点“发送”之后，消息去了哪里？',
    answer:
      '只去了 Gemini。这个网页请求的是一个任何网络上都不存在的地址，由你浏览器里的扩展接住；' +
      '它从你的密钥池中选出一个密钥，用 Gemini 的语言提问，再把回答逐字交还给你。' +
      '中间没有任何人的服务器，网页也永远看不到密钥。',
  },
} as const;
