import { extensionGone } from '../protocol/extension-gone.ts';
import type { BridgeFrame, PongFrame, ServerFrame } from '../protocol/frames.ts';
import { offerEvent, readyEvent } from '../protocol/handshake.ts';
import type { Wire } from '../rpc/client.ts';
import { watchBridge } from './heartbeat.ts';
import { NativeMessageChannel, NativeMessageEvent, post } from './safe-globals.ts';

/** Opens the connection of one exchange; it hands every frame from the background to `receive`. */
export type Connect = (receive: (frame: ServerFrame) => void) => Wire;

export interface Bridge {
  /** Undefined until there is a bridge in this frame. */
  readonly connect?: Connect;
}

/** Offers the bridge of this frame a port, now and whenever another one comes. */
export function meetBridge(): Bridge {
  const bridge: { connect?: Connect } = {};
  function offer() {
    const { port1, port2 } = new NativeMessageChannel();
    const event = new NativeMessageEvent(offerEvent, { ports: [port2], cancelable: true });
    if (!document.dispatchEvent(event)) bridge.connect = (receive) => openWire(port1, receive);
  }
  document.addEventListener(readyEvent, offer, true);
  offer();
  return bridge;
}

function openWire(control: MessagePort, receive: (frame: ServerFrame) => void): Wire {
  const { port1, port2 } = new NativeMessageChannel();
  const send = (frame: BridgeFrame) => post(port1, frame, []);
  const watch = watchBridge(
    () => send({ kind: 'ping' }),
    () => receive({ kind: 'fail', message: extensionGone }),
  );
  port1.onmessage = ({ data }: MessageEvent<ServerFrame | PongFrame>) => {
    watch.heard();
    if (data.kind !== 'pong') receive(data);
  };
  post(control, null, [port2]);
  return {
    send,
    close() {
      watch.stop();
      send({ kind: 'abort' });
    },
  };
}
