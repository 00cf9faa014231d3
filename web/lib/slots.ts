/** The one stream of this browser, while a tab has it. */
export interface Slot {
	readonly release: () => void;
	/** Aborts when another tab has taken it, because this one gave no sign of life. */
	readonly lost: AbortSignal;
}

const NAME = "mockround-stream";

/**
 * Takes the stream's slot: browsers allow six connections to one origin, so no more than one of them may stay open.
 * Null where `wanted` does not wait and it is taken, where the wait is aborted, or where the browser has no locks.
 */
export function takeSlot(wanted: LockOptions, locks: LockManager | undefined = navigator.locks): Promise<Slot | null> {
	if (!locks) return Promise.resolve(null);
	const lost = new AbortController();
	return new Promise((resolve) => {
		locks
			.request(NAME, wanted, (lock) => {
				if (!lock) return resolve(null);
				return new Promise<void>((release) => resolve({ release, lost: lost.signal }));
			})
			.catch(() => {
				lost.abort();
				resolve(null);
			});
	});
}
