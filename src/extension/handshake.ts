/**
 * How the two content scripts of a frame find each other. Both run before the page's first script. The page script
 * offers a MessagePort in an event on the document; the bridge takes it and stops the event. Whichever of the two came
 * first, each announces itself once and answers the other's announcement; afterwards nobody listens any more, so a page
 * can neither see the port nor offer one of its own.
 */
export const offerEvent = 'hajimi:offer';
export const readyEvent = 'hajimi:ready';
