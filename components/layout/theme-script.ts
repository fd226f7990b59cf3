export const THEME_KEY = 'theme';

/** Runs in the head before anything is drawn, so that a chosen theme does not flash. */
export const themeScript = `try{const t=localStorage.getItem('${THEME_KEY}');if(t==='light'||t==='dark')document.documentElement.dataset.theme=t}catch{}`;
