/** The prefix of a list's keys in the session storage, and the suffix of the one with its markup. */
export const LIST_KEY_PREFIX = 'list:';
export const SNAPSHOT_KEY_SUFFIX = ':snapshot';

const KEY = `'${LIST_KEY_PREFIX}'+history.state.list+'${SNAPSHOT_KEY_SUFFIX}'`;

/** Runs in the head: hides the body until the list is restored, so that no other scroll position is painted before. */
export const awaitRestoreScript = `try{if(sessionStorage.getItem(${KEY}))document.documentElement.dataset.awaitsRestore=''}catch{}`;

/**
 * Runs at the end of the body, before the first paint: puts the stored markup of the list into the element before the
 * grid, hides the grid, and scrolls to where the visitor was. After hydration the grid takes its place.
 */
export const restoreListScript = `try{const w=document.querySelector('[data-post-grid]'),s=JSON.parse(sessionStorage.getItem(${KEY}));if(s.api===w.dataset.postGrid&&s.width===innerWidth){w.previousElementSibling.innerHTML=s.html;w.hidden=true;scrollTo(0,s.y)}}catch{}delete document.documentElement.dataset.awaitsRestore`;
