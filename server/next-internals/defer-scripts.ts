/** The tags with which Next has its scripts fetched while the page is still being parsed. Checked with Next 16.4.6. */
const SCRIPT = /<script src="(\/_next\/static\/[\w./~%=?-]+)" async=""><\/script>/g;
const PRELOAD = /<link rel="preload" as="script" fetchPriority="low" href="\/_next\/static\/[^"<>]*"\/>/g;

/**
 * Loads `sources` after the first paint, or when somebody touches the page. A page in a background tab is never
 * painted; there, and in browsers that do not report the paint, it is the end of loading that counts.
 */
const loader = (sources: string[]): string =>
  `(sources=>{const start=()=>{for(const src of sources.splice(0)){const script=document.createElement('script');script.src=src;document.head.append(script)}};` +
  `try{new PerformanceObserver(start).observe({type:'paint',buffered:true})}catch{}` +
  `addEventListener('load',()=>setTimeout(start,500));` +
  `for(const type of ['pointerdown','keydown'])addEventListener(type,start,{capture:true,once:true,passive:true})` +
  `})(${JSON.stringify(sources)})`;

/**
 * Moves the scripts of a page behind its first paint: on a slow connection they do not compete with the pictures, and
 * on a slow phone nothing runs before the page is seen. All that the page shows, its links and forms are in the HTML.
 * @returns `html` unchanged when Next writes its tags in another way.
 */
export function deferScripts(html: string): string {
  const script = loadingScript(html);
  if (script === null) return html;
  const end = html.lastIndexOf('</body>');
  const without = (part: string) => part.replace(SCRIPT, '').replace(PRELOAD, '');
  return `${without(html.slice(0, end))}<script>${script}</script>${without(html.slice(end))}`;
}

/** The text of the script that `deferScripts` adds to this page; null for a page that it leaves unchanged. */
export function loadingScript(html: string): string | null {
  const sources = [...html.matchAll(SCRIPT)].flatMap(([, source]) => source ?? []);
  return sources.length > 0 && html.includes('</body>') ? loader(sources) : null;
}
