/** Has a model search the web for its answer: Google's tool, and the words that make the model use it. */
import { ProxyError } from '../../errors.ts';
import { type Capabilities, capabilitiesOf } from '../../models/series.ts';
import type { Content, GenerateContentRequest, GenerationConfig, Tool } from '../wire.ts';

/** `auto` stands for a sentence of ours in the language of the conversation; empty for none. */
export type SearchPrompt = string;

/** @throws {ProxyError} `unsupported`, where the model cannot search, or not beside the request's own tools. */
export function withSearch(
  request: GenerateContentRequest,
  model: string,
  prompt: SearchPrompt,
): GenerateContentRequest {
  const capabilities = capabilitiesOf(model);
  const tools = withTool(request, model, capabilities);
  const { generationConfig } = request;
  return {
    ...request,
    ...tools,
    contents: withPrompt(request.contents, prompt === 'auto' ? ownWords(request.contents) : prompt),
    ...(generationConfig && !capabilities.jsonModeWithTools && { generationConfig: withoutJson(generationConfig) }),
  };
}

function withTool(
  { tools = [], toolConfig, cachedContent }: GenerateContentRequest,
  model: string,
  capabilities: Capabilities,
): Pick<GenerateContentRequest, 'tools' | 'toolConfig'> {
  if (!capabilities.search) return refuse('model', cannotSearch(model));
  // Google takes no tools next to a cache, which has its own.
  if (cachedContent !== undefined) return refuse('model', noSearchInCache);
  const hasFunctions = tools.some(({ functionDeclarations = [] }) => functionDeclarations.length > 0);
  if (hasFunctions && !capabilities.builtInsWithFunctions) return refuse('tools', noSearchWithFunctions(model));
  const has = tools.some(({ googleSearch }) => googleSearch !== undefined);
  const searching: Tool[] = has ? tools : [...tools, { googleSearch: {} }];
  return {
    tools: searching,
    ...(hasFunctions
      ? { toolConfig: { ...toolConfig, includeServerSideToolInvocations: true } }
      : toolConfig && { toolConfig }),
  };
}

function refuse(field: string, reason: { en: string; zh: string }): never {
  throw new ProxyError('unsupported', { field, reason });
}

const cannotSearch = (model: string) => ({
  en: `${model} cannot search the web. Take another model, or leave out "-search".`,
  zh: `${model} 不能联网搜索。请换用其他模型，或去掉“-search”。`,
});

const noSearchInCache = {
  en: 'a request with cached content takes no further tools, so the model cannot search. Leave out "-search".',
  zh: '使用缓存内容的请求不能再带其他工具，因此不能联网搜索。请去掉“-search”。',
};

const noSearchWithFunctions = (model: string) => ({
  en: `${model} cannot search the web and call functions in one request. Leave out the tools or "-search", or take a Gemini 3 model.`,
  zh: `${model} 不能在同一请求中既联网搜索又调用函数。请去掉工具或“-search”，或换用 Gemini 3 模型。`,
});

/** Models before Gemini 3 refuse JSON mode next to any tool. */
function withoutJson(config: GenerationConfig): GenerationConfig {
  const { responseMimeType: _type, responseSchema: _schema, responseJsonSchema: _jsonSchema, ...rest } = config;
  return rest;
}

/** After what the user said last; a turn that answers calls stays as it is. */
function withPrompt(contents: readonly Content[], prompt: string): Content[] {
  const turns = [...contents];
  const at = lastUserTurn(turns);
  const turn = turns[at];
  if (prompt.trim() === '' || turn === undefined) return turns;
  turns[at] = { ...turn, parts: [...turn.parts, { text: `\n\n${prompt}` }] };
  return turns;
}

const lastUserTurn = (contents: readonly Content[]) =>
  contents.findLastIndex(({ role, parts }) => role !== 'model' && !parts.some((part) => part.functionResponse));

function ownWords(contents: readonly Content[]): string {
  const text = contents[lastUserTurn(contents)]?.parts.map((part) => part.text ?? '').join(' ') ?? '';
  return /\p{Script=Han}/u.test(text)
    ? '（请用搜索工具查找最新的网络资料，并结合查到的内容作答。）'
    : '(Look this up with the search tool, and build the answer on what you find.)';
}
