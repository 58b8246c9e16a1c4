import type { Settings } from '../contract/settings/table.ts';
import type { Language } from './errors.ts';
import type { RequestHead } from './exchange.ts';

/** The language of what is said to this client: as set, else the first of English and Chinese that the request accepts. */
export function languageOf(request: Pick<RequestHead, 'header'>, settings: Pick<Settings, 'language'>): Language {
  if (settings.language !== 'auto') return settings.language;
  const accepted = request.header('accept-language')?.toLowerCase() ?? '';
  return /\bzh\b/.exec(accepted.split(/\ben\b/)[0] ?? '') ? 'zh' : 'en';
}
