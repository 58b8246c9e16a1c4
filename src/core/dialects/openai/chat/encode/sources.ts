/** The pages that a search found, as a list in Markdown at the end of the text. */
import type { Language } from '../../../../errors.ts';
import type { GroundingMetadata } from '../../../../google/wire.ts';
import { sourcesOf } from './annotations.ts';

const heading: Readonly<Record<Language, string>> = { en: 'Sources', zh: '来源' };

/** Each page once, in Google's order; '' where there is none. */
export function sourceList(metadata: GroundingMetadata | undefined, language: Language): string {
  const titles = new Map(sourcesOf(metadata).map(({ url, title }) => [url, title]));
  if (titles.size === 0) return '';
  const lines = [...titles].map(([url, title], index) => `${index + 1}. [${escapeTitle(title)}](${escapeUrl(url)})`);
  return `\n\n**${heading[language]}**\n\n${lines.join('\n')}\n`;
}

const escapeTitle = (title: string) => title.replace(/\s+/g, ' ').replace(/[\\[\]]/g, '\\$&');
const escapeUrl = (url: string) => url.replace(/[()\s]/g, (mark) => `%${mark.charCodeAt(0).toString(16)}`);
