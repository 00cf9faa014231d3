/** Milliseconds before attempt `failures`: doubling from one second to fifteen, and spread, so that tabs do not march in step. */
export function delay(failures: number, random: () => number = Math.random): number {
	const longest = Math.min(15_000, 1000 * 2 ** Math.min(failures, 4));
	return longest * (0.5 + random() / 2);
}

/** Resolves after `ms`, or at once when `signal` aborts. */
export function sleep(ms: number, signal: AbortSignal): Promise<void> {
	return new Promise((resolve) => {
		if (signal.aborted) return resolve();
		const timer = setTimeout(resolve, ms);
		signal.addEventListener(
			"abort",
			() => {
				clearTimeout(timer);
				resolve();
			},
			{ once: true },
		);
	});
}
