/** Browsers allow six connections to one origin; two of them may be streams, so that clicks always get one. */
export const SLOTS = 2;

export type Release = () => void;

/** Takes a stream slot that no other tab holds; null where all are taken or the browser cannot tell. */
export async function takeSlot(locks: LockManager | undefined = navigator.locks): Promise<Release | null> {
	if (!locks) return null;
	for (let slot = 0; slot < SLOTS; slot++) {
		const release = await take(locks, `mockround-stream-${slot}`);
		if (release) return release;
	}
	return null;
}

function take(locks: LockManager, name: string): Promise<Release | null> {
	return new Promise((resolve, reject) => {
		locks
			.request(name, { ifAvailable: true }, (lock) => {
				if (!lock) return resolve(null);
				return new Promise<void>((free) => resolve(free));
			})
			.catch(reject);
	});
}
