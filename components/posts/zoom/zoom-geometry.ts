/** How a picture stands on a stage: 1 fits it in; `x` and `y` are how far its centre is off the stage's, pixels. */
export type ZoomState = { scale: number; x: number; y: number };
export type Size = { width: number; height: number };
export type Point = { x: number; y: number };

export const FITTED: ZoomState = { scale: 1, x: 0, y: 0 };

/** Even a small picture can be looked at twice as large. */
const LEAST_MAXIMUM = 2;

/** The size at which the whole picture is seen, never larger than it is. */
export function fittedSize(picture: Size, stage: Size): Size {
  const factor = Math.min(1, stage.width / picture.width, stage.height / picture.height);
  return { width: picture.width * factor, height: picture.height * factor };
}

/** The scale at which a pixel of the picture is a pixel of the page, and at least 2. */
export function maximumScale(picture: Size, stage: Size): number {
  return Math.max(LEAST_MAXIMUM, picture.width / fittedSize(picture, stage).width);
}

/**
 * Zooms so that what lies under `at` stays there.
 * @param at from the stage's centre, pixels.
 */
export function zoomTo(state: ZoomState, scale: number, at: Point, picture: Size, stage: Size): ZoomState {
  const next = Math.min(maximumScale(picture, stage), Math.max(1, scale));
  const factor = next / state.scale;
  return within(
    { scale: next, x: at.x - (at.x - state.x) * factor, y: at.y - (at.y - state.y) * factor },
    picture,
    stage,
  );
}

/** Moves the picture, no further than its edges. */
export function panBy(state: ZoomState, by: Point, picture: Size, stage: Size): ZoomState {
  return within({ ...state, x: state.x + by.x, y: state.y + by.y }, picture, stage);
}

function within({ scale, x, y }: ZoomState, picture: Size, stage: Size): ZoomState {
  const { width, height } = fittedSize(picture, stage);
  const limit = (value: number, size: number, room: number) => {
    const most = Math.max(0, (size * scale - room) / 2);
    return Math.min(most, Math.max(-most, value));
  };
  return { scale, x: limit(x, width, stage.width), y: limit(y, height, stage.height) };
}
