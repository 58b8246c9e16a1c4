import type { TavernBody } from './wire.ts';

/**
 * The address that a body of SillyTavern's page has its server call; undefined where the source brings its own.
 * `reverse_proxy` is in the body of every source and means something for these only. Also used in the page, hence
 * without any built-in that a page could replace.
 */
export function namedUrl({ chat_completion_source: source, custom_url, reverse_proxy }: TavernBody): unknown {
  switch (source) {
    case 'custom':
      return custom_url;
    case 'openai':
    case 'claude':
    case 'mistralai':
    case 'makersuite':
    case 'vertexai':
    case 'deepseek':
    case 'xai':
    case 'zai':
    case 'moonshot':
      return reverse_proxy;
    default:
      return undefined;
  }
}
