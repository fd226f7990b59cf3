/** In localStorage: `light` or `dark`; missing for the system's theme. */
export const THEME_KEY = 'theme';

/** Runs in the head, so that the chosen theme is set before the first paint. */
export const themeScript = `try{const t=localStorage.getItem('${THEME_KEY}');if(t==='light'||t==='dark')document.documentElement.dataset.theme=t}catch{}`;
