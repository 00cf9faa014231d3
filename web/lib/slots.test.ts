import { expect, test } from "vitest";
import { takeSlot } from "./slots";

/** Locks as several tabs of one browser share them; a request that steals breaks the one that holds. */
function sharedLocks(): LockManager {
	let broken: ((why: Error) => void) | null = null;
	const request = async (name: string, wanted: LockOptions, use: (lock: Lock | null) => unknown) => {
		if (broken && !wanted.steal) return use(null);
		broken?.(new DOMException("stolen", "AbortError"));
		const stolen = new Promise((_, reject) => {
			broken = reject;
		});
		await Promise.race([use({ name, mode: "exclusive" }), stolen]);
		broken = null;
	};
	return { request, query: async () => ({}) } as unknown as LockManager;
}

test("the second tab gets no slot until the first lets go of it", async () => {
	const locks = sharedLocks();
	const first = await takeSlot({ ifAvailable: true }, locks);
	expect(await takeSlot({ ifAvailable: true }, locks)).toBeNull();
	first?.release();
	await new Promise((after) => setTimeout(after));
	expect(await takeSlot({ ifAvailable: true }, locks)).not.toBeNull();
});

test("a tab whose slot was taken away hears of it", async () => {
	const locks = sharedLocks();
	const first = await takeSlot({ ifAvailable: true }, locks);
	const second = await takeSlot({ steal: true }, locks);
	await new Promise((after) => setTimeout(after));
	expect([first?.lost.aborted, second?.lost.aborted]).toEqual([true, false]);
});

test("a browser without locks gets no slot", async () => {
	expect(await takeSlot({}, undefined as unknown as LockManager)).toBeNull();
});
