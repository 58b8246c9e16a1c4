import type { Language } from '../../../../errors.ts';
import type { Ids } from '../../../../ports.ts';

/** What an answer in OpenAI's dialect needs to know beyond Gemini's answer. */
export interface EncodeContext {
  /** `chatcmpl-...`, unique per answer. */
  readonly id: string;
  /** Unix seconds. */
  readonly created: number;
  /** The model as the client named it. */
  readonly model: string;
  /** `stream_options.include_usage`; of no meaning without a stream. */
  readonly includeUsage: boolean;
  readonly ids: Ids;
  /** The client's name of a function, from the name under which it was declared to Google. */
  clientName(name: string): string;
  /** `field`: `message.images`, for clients that know it. `markdown`: a data URL in the content, for plain chat pages. */
  readonly images: 'field' | 'markdown';
  /** `field`: `reasoning_content` (default). `think-tags`: in the content, between `<think>` tags. `hidden`: nowhere. */
  readonly thoughts?: 'field' | 'think-tags' | 'hidden';
  /** Lists the pages that a search found at the end of the content; they are annotations in any case. */
  readonly listSources?: boolean;
  /**
   * Where a stopped answer's reason is told. `field`: `refusal` (default). `content`: at the end of the text, for chat pages,
   * none of which shows the field.
   */
  readonly refusalsAs?: 'field' | 'content';
  /** In which a blocked answer's reason is told. */
  readonly language: Language;
  /** Ids of calls in the conversation so far: no new call may take one of them. */
  readonly usedCallIds?: Iterable<string>;
}
