/** The tags of all cached pages that a suspension of this artist changes: the artist's, and those that lead to the works. */
export const tagsOfArtist = (username: string): string[] => ['gallery', 'posts', `artist:${username.toLowerCase()}`];
