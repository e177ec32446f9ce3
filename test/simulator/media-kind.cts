/** What media files hold. */
export type MediaKind = 'image' | 'video' | 'audio';
