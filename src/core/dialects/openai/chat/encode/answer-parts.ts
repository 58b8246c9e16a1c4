/** Walks the parts of a candidate and says what each is to OpenAI's dialect, for whole answers and streams alike. */
import type { Blob, FunctionCall, Part } from '../../../../google/wire.ts';

/** `part` is the index of the part within what is walked. */
export interface PartSink {
  text(text: string, part: number): void;
  reasoning(text: string, part: number): void;
  /** Content that Gemini gave in another form than text: code that it ran, and what came out. */
  written(text: string, part: number): void;
  call(call: FunctionCall, signature: string | undefined): void;
  image(image: Blob, signature: string | undefined): void;
  audio(audio: Blob): void;
  /** A thought signature that belongs to no call or image. May come on an empty text part. */
  signature(signature: string): void;
}

/** Kinds of part that are not named here (`toolCall`, `toolResponse`, whatever comes) are nothing a client could read. */
export function walkParts(parts: readonly Part[], sink: PartSink): void {
  for (let index = 0; index < parts.length; index++) {
    const part = parts[index];
    if (part == null) continue;
    if (typeof part.text === 'string') {
      if (part.thought) sink.reasoning(part.text, index);
      else sink.text(part.text, index);
      if (part.thoughtSignature) sink.signature(part.thoughtSignature);
    } else if (part.functionCall) {
      sink.call(part.functionCall, part.thoughtSignature);
    } else if (part.inlineData) {
      // Thoughts may be pictures, too (ai.google.dev/gemini-api/docs/thinking): drafts of an image model, not its answer.
      if (!part.thought) walkMedia(part.inlineData, part.thoughtSignature, sink);
    } else if (part.executableCode) {
      const { language = '', code = '' } = part.executableCode;
      const known = language === 'LANGUAGE_UNSPECIFIED' ? '' : language.toLowerCase();
      sink.written(fence(known, code), index);
    } else if (part.codeExecutionResult) {
      const { outcome, output = '' } = part.codeExecutionResult;
      sink.written(fence('', output || (outcome ?? '').replace(/^OUTCOME_/, '').toLowerCase()), index);
    } else if (part.thoughtSignature) {
      sink.signature(part.thoughtSignature);
    }
  }
}

function walkMedia(media: Blob, signature: string | undefined, sink: PartSink): void {
  if (media.mimeType?.startsWith('image/')) sink.image(media, signature);
  else if (media.mimeType?.startsWith('audio/')) sink.audio(media);
}

/** A Markdown code block of its own, whatever is around it; the fence outlasts every run of backticks inside. */
function fence(language: string, body: string): string {
  const longest = Math.max(2, ...(body.match(/`+/g) ?? []).map((run) => run.length));
  const ticks = '`'.repeat(longest + 1);
  return `\n${ticks}${language}\n${body.replace(/\n$/, '')}\n${ticks}\n`;
}
