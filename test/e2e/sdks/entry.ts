/** What the test page runs: the same question, whole and streamed, by every client that people have in their pages. */
import { createOpenAI } from '@ai-sdk/openai';
import { GoogleGenAI } from '@google/genai/web';
import { ChatOpenAI } from '@langchain/openai';
import { fetchEventSource } from '@microsoft/fetch-event-source';
import { generateText, streamText } from 'ai';
import axios from 'axios';
import ky from 'ky';
import OpenAI from 'openai';
import { SSE } from 'sse.js';

/** The answer in the pieces in which the client gave it. */
type Asking = (text: string) => Promise<string[]>;

export interface Client {
  readonly whole?: Asking;
  readonly streamed?: Asking;
}

const baseURL = 'https://hajimi.invalid/v1';
const url = `${baseURL}/chat/completions`;
const model = 'gemini-2.5-flash';
const apiKey = 'none needed';

const question = (text: string, stream = false) => ({
  model,
  stream,
  messages: [{ role: 'user' as const, content: text }],
});
const json = { 'content-type': 'application/json' };

interface Said {
  readonly choices: ReadonlyArray<{ readonly message?: { content: string }; readonly delta?: { content?: string } }>;
}
const answerOf = ({ choices }: Said) => [choices[0]?.message?.content ?? ''];

/** The text in one `data:` of the stream. */
function pieceOf(data: string): string {
  if (data === '[DONE]') return '';
  const { choices }: Said = JSON.parse(data);
  return choices[0]?.delta?.content ?? '';
}
const piecesOf = (stream: string) =>
  stream
    .split('\n\n')
    .filter((event) => event !== '')
    .map((event) => pieceOf(event.slice('data: '.length)));

async function gathered<Chunk>(chunks: AsyncIterable<Chunk>, textOf: (chunk: Chunk) => unknown): Promise<string[]> {
  const pieces: string[] = [];
  for await (const chunk of chunks) pieces.push(`${textOf(chunk) ?? ''}`);
  return pieces;
}

const openai = new OpenAI({ baseURL, apiKey, dangerouslyAllowBrowser: true });
const google = new GoogleGenAI({ apiKey, httpOptions: { baseUrl: 'https://hajimi.invalid/gemini' } });
const aiModel = createOpenAI({ baseURL, apiKey }).chat(model);
const langchain = new ChatOpenAI({ model, apiKey, configuration: { baseURL, dangerouslyAllowBrowser: true } });

export const clients: Readonly<Record<string, Client>> = {
  openai: {
    whole: async (text) => answerOf((await openai.chat.completions.create(question(text))) as Said),
    streamed: async (text) => {
      const stream = await openai.chat.completions.create({ ...question(text), stream: true });
      return gathered(stream, ({ choices }) => choices[0]?.delta.content);
    },
  },
  '@google/genai': {
    whole: async (contents) => [(await google.models.generateContent({ model, contents })).text ?? ''],
    streamed: async (contents) =>
      gathered(await google.models.generateContentStream({ model, contents }), ({ text }) => text),
  },
  'axios by XMLHttpRequest': {
    whole: async (text) => answerOf((await axios.post(url, question(text), { adapter: 'xhr' })).data),
    streamed: async (text) => {
      let seen = 0;
      const pieces: string[] = [];
      await axios.post(url, question(text, true), {
        adapter: 'xhr',
        onDownloadProgress({ event }) {
          const { responseText } = event.target as XMLHttpRequest;
          pieces.push(...piecesOf(responseText.slice(seen)));
          seen = responseText.length;
        },
      });
      return pieces;
    },
  },
  'axios by fetch': {
    whole: async (text) => answerOf((await axios.post(url, question(text), { adapter: 'fetch' })).data),
    streamed: async (text) => {
      const { data } = await axios.post(url, question(text, true), { adapter: 'fetch', responseType: 'stream' });
      const body: ReadableStream<Uint8Array<ArrayBuffer>> = data;
      const events = await gathered(body.pipeThrough(new TextDecoderStream()), (events) => events);
      return events.flatMap(piecesOf);
    },
  },
  ky: {
    whole: async (text) => answerOf(await ky.post(url, { json: question(text) }).json<Said>()),
    streamed: async (text) => {
      const { body } = await ky.post(url, { json: question(text, true) });
      if (!body) throw new Error('no body');
      const events = await gathered(body.pipeThrough(new TextDecoderStream()), (events) => events);
      return events.flatMap(piecesOf);
    },
  },
  'sse.js': {
    streamed: (text) =>
      new Promise((resolve, reject) => {
        const pieces: string[] = [];
        const source = new SSE(url, { headers: json, payload: JSON.stringify(question(text, true)), start: false });
        source.addEventListener('message', ({ data }: MessageEvent<string>) => {
          pieces.push(pieceOf(data));
          if (data === '[DONE]') resolve(pieces);
        });
        source.addEventListener('error', reject);
        source.stream();
      }),
  },
  '@microsoft/fetch-event-source': {
    streamed: async (text) => {
      const pieces: string[] = [];
      await fetchEventSource(url, {
        method: 'POST',
        headers: json,
        body: JSON.stringify(question(text, true)),
        openWhenHidden: true,
        onmessage: ({ data }) => void pieces.push(pieceOf(data)),
        onerror(error) {
          throw error;
        },
      });
      return pieces;
    },
  },
  'the AI SDK': {
    whole: async (prompt) => [(await generateText({ model: aiModel, prompt })).text],
    streamed: (prompt) => gathered(streamText({ model: aiModel, prompt }).textStream, (text) => text),
  },
  LangChain: {
    whole: async (text) => [(await langchain.invoke(text)).text],
    streamed: async (text) => gathered(await langchain.stream(text), (chunk) => chunk.text),
  },
};

Object.assign(window, { clients });
