/** Keys of the session's storage begin so; one with this ending has what a wall looked like. */
export const WALL = 'wall:';
export const SEEN = ':seen';

const KEY = `'${WALL}'+history.state.wall+'${SEEN}'`;

/** Runs in the head: what has only come in part is not painted where the rest will put somebody to another place. */
export const awaitRestoreScript = `try{if(sessionStorage.getItem(${KEY}))document.documentElement.dataset.awaits='wall'}catch{}`;

/**
 * Runs at the end of the body, before the first paint: a wall to which somebody comes back looks at once as it did, at
 * the place where he was. The wall itself takes over when it works.
 */
export const restoreListScript = `try{const w=document.querySelector('[data-wall]'),s=JSON.parse(sessionStorage.getItem(${KEY}));if(s.api===w.dataset.wall&&s.width===innerWidth){w.previousElementSibling.innerHTML=s.html;w.hidden=true;scrollTo(0,s.y)}}catch{}delete document.documentElement.dataset.awaits`;
