'use client';

import { useEffect } from 'react';
import { hasSignedInCookie } from '#components/viewer/viewer-store.ts';

const CHECK_MS = 2_000;
const EVENTS = ['focus', 'pageshow', 'visibilitychange'] as const;

/**
 * Leaves a page that only somebody who is signed in can see when this browser has signed out in another tab, or when the
 * session's time is over: also without a connection. What somebody has typed there and not sent yet stays.
 */
export function LeaveWhenSignedOut() {
  useEffect(() => {
    const leave = () => {
      if (!hasSignedInCookie() && !hasTypedText())
        location.replace(`/sign-in?next=${encodeURIComponent(location.pathname)}`);
    };
    // The tab that has the focus may be signing out itself, and goes where that leads.
    const timer = setInterval(() => !document.hasFocus() && leave(), CHECK_MS);
    for (const name of EVENTS) window.addEventListener(name, leave);
    return () => {
      clearInterval(timer);
      for (const name of EVENTS) window.removeEventListener(name, leave);
    };
  }, []);
  return null;
}

const hasTypedText = () =>
  [...document.querySelectorAll<HTMLInputElement | HTMLTextAreaElement>('main input, main textarea')].some(
    ({ type, value, defaultValue }) => type !== 'hidden' && value !== defaultValue,
  );
