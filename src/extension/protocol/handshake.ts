/**
 * How the scripts of a frame find each other. All run before the page's first script, or are put into an open page. A page
 * script offers a MessagePort in an event on the document; the bridge takes it and stops the event. Whichever of the two
 * came first, each announces itself once and answers the other's announcement, for as long as the page is there: after an
 * update of the extension a new bridge comes, and the page script goes on with that one. A page may listen in and offer a
 * port of its own: it then hears its own requests, and may ask what it may ask anyway.
 *
 * The names change when frames do, so that scripts of two builds that do not understand each other never meet.
 */
export const offerEvent = 'hajimi:offer';
export const readyEvent = 'hajimi:ready';
