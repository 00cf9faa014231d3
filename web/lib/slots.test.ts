import { expect, test } from "vitest";
import { takeSlot } from "./slots";

/** Locks as several tabs of one browser share them. */
function sharedLocks(): LockManager {
	const held = new Set<string>();
	const request = async (name: string, _: LockOptions, use: (lock: Lock | null) => unknown) => {
		if (held.has(name)) return use(null);
		held.add(name);
		await use({ name, mode: "exclusive" });
		held.delete(name);
	};
	return { request, query: async () => ({}) } as unknown as LockManager;
}

test("the third tab gets no slot until one of two is released", async () => {
	const locks = sharedLocks();
	const first = await takeSlot(locks);
	expect(await takeSlot(locks)).not.toBeNull();
	expect(await takeSlot(locks)).toBeNull();
	first?.();
	await Promise.resolve();
	await Promise.resolve();
	expect(await takeSlot(locks)).not.toBeNull();
});

test("a browser without locks gets no slot", async () => {
	expect(await takeSlot(undefined as unknown as LockManager)).toBeNull();
});
