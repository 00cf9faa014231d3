import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Draft } from "./draft";

const answer = (body: unknown, status = 200) => new Response(JSON.stringify(body), { status });
let put: ReturnType<typeof vi.fn>;
let clash: ReturnType<typeof vi.fn<(theirs: string) => void>>;
let state: ReturnType<typeof vi.fn<(words: string) => void>>;

function draft(text = ""): Draft {
	return new Draft("r1", "answer", { text, version: 1 }, clash, state);
}

function sent(call: number): unknown {
	return JSON.parse(put.mock.calls[call]?.[1].body);
}

beforeEach(() => {
	localStorage.clear();
	vi.useFakeTimers();
	put = vi.fn(async () => answer({ version: 2 }));
	clash = vi.fn<(theirs: string) => void>();
	state = vi.fn<(words: string) => void>();
	vi.stubGlobal("fetch", put);
});

afterEach(() => {
	vi.unstubAllGlobals();
	vi.useRealTimers();
});

test("who types without a pause is saved each second", async () => {
	const box = draft();
	for (let keys = 1; keys <= 29; keys++) {
		box.change("a".repeat(keys));
		await vi.advanceTimersByTimeAsync(100);
	}
	expect(put).toHaveBeenCalledTimes(2);
	expect(sent(1)).toEqual({ text: "a".repeat(20), version: 2 });
	await vi.advanceTimersByTimeAsync(5000);
	expect(put).toHaveBeenCalledTimes(3);
	expect(sent(2)).toEqual({ text: "a".repeat(29), version: 2 });
});

test("a save under way is waited for: two at once would meet as two tabs do", async () => {
	let arrive = (_: Response): void => {};
	put.mockReturnValueOnce(
		new Promise<Response>((resolve) => {
			arrive = resolve;
		}),
	);
	const box = draft();
	box.change("a");
	await vi.advanceTimersByTimeAsync(1000);
	box.change("ab");
	await vi.advanceTimersByTimeAsync(5000);
	expect(put).toHaveBeenCalledTimes(1);
	arrive(answer({ version: 2 }));
	await vi.advanceTimersByTimeAsync(1000);
	expect(sent(1)).toEqual({ text: "ab", version: 2 });
});

test("an older copy that a killed browser left does not stand over the server's newer text", () => {
	const shelved = (text: string, version: number) =>
		localStorage.setItem("mockround:draft:r1:answer", JSON.stringify({ text, version }));
	const opened = (text: string) => new Draft("r1", "answer", { text, version: 5 }, clash, state).unsaved();
	shelved("Reads out", 3);
	expect(opened("Reads outnumber writes")).toBeNull();
	shelved("Reads outnumber writes by far", 3);
	expect(opened("Reads outnumber writes")).toEqual({ text: "Reads outnumber writes by far", isBehind: false });
	shelved("Something else", 3);
	expect(opened("Reads outnumber writes")).toEqual({ text: "Something else", isBehind: true });
	shelved("Reads out", 5);
	expect(opened("Reads outnumber writes")).toEqual({ text: "Reads out", isBehind: false });
});

test("what the server does not have survives a reload, and what it has is not brought back", async () => {
	put.mockRejectedValueOnce(new TypeError());
	const box = draft();
	box.change("kept");
	await box.save();
	expect(draft().unsaved()?.text).toBe("kept");
	await vi.advanceTimersByTimeAsync(2100);
	expect(draft("kept").unsaved()).toBeNull();
});

test("another tab's text is shown beside ours, and ours is saved over it only by choice", async () => {
	put.mockResolvedValueOnce(answer({ text: "theirs", version: 5 }, 409));
	const box = draft();
	box.change("mine");
	await box.save();
	expect(clash).toHaveBeenCalledExactlyOnceWith("theirs");
	expect(put).toHaveBeenCalledTimes(1);
	box.change("mine");
	await box.save();
	expect(sent(1)).toEqual({ text: "mine", version: 5 });
});

test("a box that was emptied elsewhere, because its words were sent, leaves ours as it is", async () => {
	put.mockResolvedValueOnce(answer({ text: "", version: 5 }, 409));
	const box = draft();
	box.change("mine");
	await box.save();
	await vi.advanceTimersByTimeAsync(0);
	expect(clash).not.toHaveBeenCalled();
	expect(sent(1)).toEqual({ text: "mine", version: 5 });
});

test("what is not saved is said in the server's words, saved again by itself, and then the words go", async () => {
	const problem = { detail: "The disk is full; nothing was saved. Free some space." };
	put.mockResolvedValueOnce(
		new Response(JSON.stringify(problem), { status: 507, headers: { "Content-Type": "application/problem+json" } }),
	);
	const box = draft();
	box.change("kept");
	await box.save();
	expect(state.mock.calls.at(-1)?.[0]).toBe(
		"Not saved yet; your text is kept in this browser. The disk is full; nothing was saved. Free some space.",
	);
	await vi.advanceTimersByTimeAsync(2100);
	expect(put).toHaveBeenCalledTimes(2);
	expect(state.mock.calls.at(-1)?.[0]).toBe("");
});
