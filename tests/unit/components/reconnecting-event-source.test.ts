import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { openReconnectingEventSource } from '#components/live/reconnecting-event-source.ts';

vi.mock('#components/viewer/viewer-store.ts', () => ({ refreshViewer: () => {} }));

/** As in a browser: any response but 200, such as 429 for too many streams, closes a source for good. */
class FakeSource extends EventTarget {
  static readonly CLOSED = 2;
  static opened: FakeSource[] = [];
  readyState = 0;
  constructor() {
    super();
    FakeSource.opened.push(this);
  }
  refuse() {
    this.readyState = FakeSource.CLOSED;
    this.dispatchEvent(new Event('error'));
  }
  accept() {
    this.readyState = 1;
    this.dispatchEvent(new Event('open'));
  }
  close() {
    this.readyState = FakeSource.CLOSED;
  }
}

beforeEach(() => {
  FakeSource.opened = [];
  vi.stubGlobal('EventSource', FakeSource);
  vi.useFakeTimers();
  vi.spyOn(Math, 'random').mockReturnValue(0);
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

const last = () => FakeSource.opened.at(-1) as FakeSource;
/** Refuses the source. @returns the seconds until the next one is opened */
function secondsToNext(): number {
  const before = FakeSource.opened.length;
  last().refuse();
  let seconds = 0;
  while (FakeSource.opened.length === before && seconds < 1_000) {
    vi.advanceTimersByTime(1_000);
    seconds += 1;
  }
  return seconds;
}

test('a stream that is refused is tried again after longer and longer times, and again soon once it was open', () => {
  const listen = vi.fn();
  const stop = openReconnectingEventSource('/api/live', listen);
  expect(Array.from({ length: 8 }, secondsToNext)).toEqual([5, 10, 20, 40, 80, 160, 300, 300]);
  last().accept();
  expect(secondsToNext()).toBe(5);
  expect(listen).toHaveBeenCalledTimes(FakeSource.opened.length);
  const count = FakeSource.opened.length;
  last().refuse();
  stop();
  vi.advanceTimersByTime(1_000_000);
  expect(FakeSource.opened).toHaveLength(count);
});

test('a lost connection is left to the browser, which opens it again itself', () => {
  openReconnectingEventSource('/api/live', () => {});
  last().dispatchEvent(new Event('error'));
  vi.advanceTimersByTime(1_000_000);
  expect(FakeSource.opened).toHaveLength(1);
});
