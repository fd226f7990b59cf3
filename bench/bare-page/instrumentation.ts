/** Nothing to do. Without this file Next would take the shop's, which it finds in a folder above. */
export function register(): void {}
