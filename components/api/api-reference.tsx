'use client';

import { useEffect, useRef, useState } from 'react';
import 'swagger-ui-dist/swagger-ui.css';
import './api-reference.css';

/** What Swagger UI's dark theme asks for. */
const DARK = 'dark-mode';

/** Swagger UI with the description of the API: read, and try. It takes the place of the plain list, its children. */
export function ApiReference({ url, children }: { url: string; children: React.ReactNode }) {
  const root = useRef<HTMLDivElement>(null);
  const [isReady, setReady] = useState(false);
  useEffect(() => {
    let isGone = false;
    import('swagger-ui-dist/swagger-ui-es-bundle.js').then(({ default: SwaggerUI }) => {
      if (isGone || !root.current) return;
      SwaggerUI({
        domNode: root.current,
        url,
        deepLinking: true,
        docExpansion: 'list',
        defaultModelsExpandDepth: 0,
        // Its own service would be asked about the description.
        validatorUrl: null,
        onComplete: () => setReady(true),
      });
    });
    return () => {
      isGone = true;
    };
  }, [url]);
  useEffect(followTheme, []);
  return (
    <>
      {!isReady && children}
      <div ref={root} className="api-reference" />
    </>
  );
}

/** Keeps Swagger UI in the theme of the page, which follows the system until somebody chooses one. */
function followTheme(): () => void {
  const { documentElement: html } = document;
  const system = matchMedia('(prefers-color-scheme: dark)');
  const follow = () => html.classList.toggle(DARK, html.dataset.theme ? html.dataset.theme === 'dark' : system.matches);
  const observer = new MutationObserver(follow);
  observer.observe(html, { attributeFilter: ['data-theme'] });
  system.addEventListener('change', follow);
  follow();
  return () => {
    observer.disconnect();
    system.removeEventListener('change', follow);
    html.classList.remove(DARK);
  };
}
