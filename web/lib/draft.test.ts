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

test("typing is saved once, two seconds after it stops", async () => {
	const box = draft();
	box.change("a");
	await vi.advanceTimersByTimeAsync(1500);
	box.change("ab");
	await vi.advanceTimersByTimeAsync(1900);
	expect(put).not.toHaveBeenCalled();
	await vi.advanceTimersByTimeAsync(200);
	expect(put).toHaveBeenCalledTimes(1);
	expect(sent(0)).toEqual({ text: "ab", version: 1 });
});

test("what the server does not have survives a reload, and what it has is not brought back", async () => {
	put.mockRejectedValueOnce(new TypeError());
	const box = draft();
	box.change("kept");
	await box.save();
	expect(draft().unsaved()).toBe("kept");
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
