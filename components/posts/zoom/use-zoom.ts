import { type PointerEvent, type RefObject, useEffect, useRef, useState } from 'react';
import { FITTED, maximumScale, type Point, panBy, type Size, type ZoomState, zoomTo } from './zoom-geometry.ts';

/** A pointer that moved less than this was a click. */
const MAX_CLICK_MOVE_PX = 6;
const DOUBLE_TAP_MS = 300;
const MIN_SWIPE_PX = 60;
const ZOOM_STEP = 1.5;
/** Zoom per pixel of the wheel, and per pixel of a pinch on a touch pad: browsers report it as a wheel with Control. */
const WHEEL_ZOOM = 0.002;
const PINCH_ZOOM = 0.01;
const LINE_HEIGHT_PX = 16;

const midpointOf = (points: Point[]): Point => ({
  x: points.reduce((sum, { x }) => sum + x, 0) / points.length,
  y: points.reduce((sum, { y }) => sum + y, 0) / points.length,
});
const distanceOf = ([a, b]: Point[]) => (a && b ? Math.hypot(a.x - b.x, a.y - b.y) : 0);

/**
 * Zooms and pans one picture by mouse, wheel, touch and keys.
 * @param picture its full size in pixels
 * @param onSwipe is called with 1 (next) or -1 (previous) when a finger swipes over a picture that is not zoomed
 */
export function useZoom(stage: RefObject<HTMLElement | null>, picture: Size, onSwipe: (step: 1 | -1) => void) {
  const [{ isSmooth, ...state }, setState] = useState<ZoomState & { isSmooth: boolean }>({
    ...FITTED,
    isSmooth: false,
  });
  const pointers = useRef(new Map<number, Point>());
  const gesture = useRef({ moved: { x: 0, y: 0 }, isMultiTouch: false, lastTap: 0 });

  const { width, height } = picture;
  const change = (smoothly: boolean, next: (state: ZoomState, size: Size, stage: Size) => ZoomState) => {
    const { clientWidth = 1, clientHeight = 1 } = stage.current ?? {};
    setState((current) => ({
      ...next(current, { width, height }, { width: clientWidth, height: clientHeight }),
      isSmooth: smoothly,
    }));
  };
  const fromCenter = ({ clientX, clientY }: { clientX: number; clientY: number }): Point => {
    const box = stage.current?.getBoundingClientRect();
    return box ? { x: clientX - box.x - box.width / 2, y: clientY - box.y - box.height / 2 } : { x: 0, y: 0 };
  };
  const zoomBy = (factor: number, at: Point = { x: 0, y: 0 }, smoothly = true) =>
    change(smoothly, (current, size, space) => zoomTo(current, current.scale * factor, at, size, space));
  const toggle = (at: Point) =>
    change(true, (current, size, space) =>
      zoomTo(current, current.scale > 1 ? 1 : maximumScale(size, space), at, size, space),
    );

  // Not `onWheel`: React's wheel listeners are passive, and so could not prevent the page from zooming.
  const onWheel = useRef<(event: WheelEvent) => void>(() => undefined);
  onWheel.current = (event) => {
    event.preventDefault();
    const pixels = event.deltaY * (event.deltaMode === WheelEvent.DOM_DELTA_LINE ? LINE_HEIGHT_PX : 1);
    zoomBy(Math.exp(-pixels * (event.ctrlKey ? PINCH_ZOOM : WHEEL_ZOOM)), fromCenter(event), false);
  };
  useEffect(() => {
    const element = stage.current;
    const listen = (event: WheelEvent) => onWheel.current(event);
    element?.addEventListener('wheel', listen, { passive: false });
    return () => element?.removeEventListener('wheel', listen);
  }, [stage]);

  function onPointerDown(event: PointerEvent<HTMLElement>) {
    if (event.button !== 0) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    if (pointers.current.size === 0) Object.assign(gesture.current, { moved: { x: 0, y: 0 }, isMultiTouch: false });
    else gesture.current.isMultiTouch = true;
    pointers.current.set(event.pointerId, fromCenter(event));
  }

  function onPointerMove(event: PointerEvent<HTMLElement>) {
    if (!pointers.current.has(event.pointerId)) return;
    const before = [...pointers.current.values()];
    pointers.current.set(event.pointerId, fromCenter(event));
    const after = [...pointers.current.values()];
    const [from, to] = [midpointOf(before), midpointOf(after)];
    const by = { x: to.x - from.x, y: to.y - from.y };
    gesture.current.moved.x += by.x;
    gesture.current.moved.y += by.y;
    const factor = before.length > 1 ? distanceOf(after) / (distanceOf(before) || 1) : 1;
    change(false, (current, size, space) =>
      zoomTo(panBy(current, by, size, space), current.scale * factor, to, size, space),
    );
  }

  function onPointerUp(event: PointerEvent<HTMLElement>) {
    if (!pointers.current.delete(event.pointerId) || pointers.current.size > 0 || gesture.current.isMultiTouch) return;
    const { x, y } = gesture.current.moved;
    const isFinger = event.pointerType === 'touch';
    if (Math.hypot(x, y) < MAX_CLICK_MOVE_PX) {
      const isDoubleTap = event.timeStamp - gesture.current.lastTap < DOUBLE_TAP_MS;
      gesture.current.lastTap = isDoubleTap ? 0 : event.timeStamp;
      if (!isFinger || isDoubleTap) toggle(fromCenter(event));
    } else if (isFinger && state.scale === 1 && Math.abs(x) > MIN_SWIPE_PX && Math.abs(x) > 2 * Math.abs(y)) {
      onSwipe(x < 0 ? 1 : -1);
    }
  }

  return {
    state,
    isSmooth,
    zoomIn: () => zoomBy(ZOOM_STEP),
    zoomOut: () => zoomBy(1 / ZOOM_STEP),
    panBy: (by: Point) => change(true, (current, size, space) => panBy(current, by, size, space)),
    reset: () => setState({ ...FITTED, isSmooth: false }),
    handlers: {
      onPointerDown,
      onPointerMove,
      onPointerUp,
      onPointerCancel: (event: PointerEvent<HTMLElement>) => void pointers.current.delete(event.pointerId),
    },
  };
}
