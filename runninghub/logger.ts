/** Where the client writes what it did. Messages never hold a key, a token or an upload URL. */
export interface Logger {
	debug(message: string): void;
	info(message: string): void;
	warn(message: string): void;
}
