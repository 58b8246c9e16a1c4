/** ISOLATED world: the bridge once more, for the take-over script. Browsers run no file twice in a frame. */
import './bridge.iife.ts';
