import { expect, test } from "vitest";
import { delay, sleep } from "./waiting";

test("waits double up to fifteen seconds and are spread by half", () => {
	expect(delay(0, () => 1)).toBe(1000);
	expect(delay(2, () => 0)).toBe(2000);
	expect(delay(30, () => 1)).toBe(15_000);
});

test("a sleep ends at once when it is aborted", async () => {
	const gone = new AbortController();
	const slept = sleep(60_000, gone.signal);
	gone.abort();
	await expect(slept).resolves.toBeUndefined();
});
