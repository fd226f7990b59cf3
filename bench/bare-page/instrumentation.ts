/** Without this file Next would use the shop's, which it finds in a parent folder. */
export function register(): void {}
