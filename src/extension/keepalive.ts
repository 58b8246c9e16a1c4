/**
 * Browsers stop a background after 30 s without an extension event or API call, and count neither a pending fetch nor
 * its bytes. One cheap API call every 20 s is the only thing that was measured to hold in Chromium and Firefox alike.
 */
const interval = 20_000;

/**
 * @param beat makes one extension API call.
 * @returns a function that keeps the background alive until the function it returns is called. While nobody holds it,
 * no timer runs and the background may sleep.
 */
export function createKeepalive(beat: () => void): () => () => void {
  let holders = 0;
  let timer: ReturnType<typeof setInterval> | undefined;
  return function hold() {
    holders += 1;
    timer ??= setInterval(beat, interval);
    let held = true;
    return function release() {
      if (!held) return;
      held = false;
      holders -= 1;
      if (holders > 0) return;
      clearInterval(timer);
      timer = undefined;
    };
  };
}
