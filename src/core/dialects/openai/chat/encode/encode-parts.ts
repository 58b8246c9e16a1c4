/** Single parts of an answer in OpenAI's form, the same in whole answers and in deltas. */
import type { Blob, FunctionCall } from '../../../../google/wire.ts';
import type { AnswerImage, ExtraContent, ToolCall } from '../../wire-response.ts';
import type { CallIds } from './call-ids.ts';
import type { EncodeContext } from './encode-context.ts';

export function encodeCall(
  call: FunctionCall,
  signature: string | undefined,
  context: EncodeContext,
  callId: CallIds,
): ToolCall {
  return {
    id: callId(call),
    type: 'function',
    function: { name: context.clientName(call.name), arguments: JSON.stringify(call.args ?? {}) },
    ...extraContent(signature),
  };
}

export function encodeImage(image: Blob, index: number, signature: string | undefined): AnswerImage {
  return { type: 'image_url', image_url: { url: dataUrl(image) }, index, ...extraContent(signature) };
}

export function extraContent(signature: string | undefined): { extra_content?: ExtraContent } {
  return signature === undefined ? {} : { extra_content: { google: { thought_signature: signature } } };
}

const dataUrl = ({ mimeType, data }: Blob): string => `data:${mimeType};base64,${data}`;

export const markdownImage = (image: Blob): string => `\n![image](${dataUrl(image)})\n`;
