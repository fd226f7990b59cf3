/** The tags by which Next has its scripts fetched while the page is still being read, each in any order with the others. */
const SCRIPT = /<script src="(\/_next\/static\/[\w./~%=?-]+)" async=""><\/script>/g;
const PRELOAD = /<link rel="preload" as="script" fetchPriority="low" href="\/_next\/static\/[^"<>]*"\/>/g;

/**
 * Starts `sources` once something has been painted, or somebody touches the page. A page that nobody sees yet is never
 * painted; there, and where the browser does not tell, it is the end of loading that counts.
 */
const starter = (sources: string[]): string =>
  `<script>(sources=>{const start=()=>{for(const src of sources.splice(0)){const script=document.createElement('script');script.src=src;document.head.append(script)}};` +
  `try{new PerformanceObserver(start).observe({type:'paint',buffered:true})}catch{}` +
  `addEventListener('load',()=>setTimeout(start,500));` +
  `for(const type of ['pointerdown','keydown'])addEventListener(type,start,{capture:true,once:true,passive:true})` +
  `})(${JSON.stringify(sources)})</script>`;

/**
 * A page of Next's whose scripts come after its first paint, so that on a slow line nothing takes turns with the picture,
 * and on a slow phone nothing runs before it is seen. All that the page shows, and its links and forms, are in its HTML.
 * @returns `html` as it is when Next writes its tags in another way.
 */
export function deferScripts(html: string): string {
  const sources = [...html.matchAll(SCRIPT)].flatMap(([, source]) => source ?? []);
  const end = html.lastIndexOf('</body>');
  if (sources.length === 0 || end < 0) return html;
  const without = (part: string) => part.replace(SCRIPT, '').replace(PRELOAD, '');
  return without(html.slice(0, end)) + starter(sources) + without(html.slice(end));
}
