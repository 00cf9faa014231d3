import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Outbox } from "./outbox";

const TURN = { text: "words", dictated: { spoken_s: 2.5, words: 1 } };
const gone = new AbortController();

beforeEach(() => {
	localStorage.clear();
	vi.useFakeTimers();
});

afterEach(() => {
	vi.unstubAllGlobals();
	vi.useRealTimers();
});

function keyOf(call: unknown[]): string | null {
	return new Headers((call[1] as RequestInit).headers).get("Idempotency-Key");
}

test("a send that fails is tried again with the same key", async () => {
	const post = vi
		.fn()
		.mockRejectedValueOnce(new TypeError())
		.mockResolvedValueOnce(
			new Response(JSON.stringify({ detail: "The disk is full. Free some space." }), {
				status: 507,
				headers: { "Content-Type": "application/problem+json" },
			}),
		)
		.mockResolvedValueOnce(new Response("<p>A proxy's own words.</p>", { status: 502 }));
	post.mockImplementation(async () => new Response(JSON.stringify({ turn: 4, late: false }), { status: 202 }));
	vi.stubGlobal("fetch", post);
	const waiting = vi.fn();
	const sent = new Outbox("r1").send(TURN, waiting, gone.signal);
	await vi.advanceTimersByTimeAsync(60_000);
	expect(await sent).toEqual({ turn: 4, late: false });
	expect(waiting.mock.calls).toEqual([
		[1, ""],
		[2, "The disk is full. Free some space."],
		[3, ""],
	]);
	expect(new Set(post.mock.calls.map(keyOf)).size).toBe(1);
});

test("the same words keep their key over a reload until they are answered, and get another one after it", async () => {
	const post = vi.fn().mockRejectedValue(new TypeError());
	vi.stubGlobal("fetch", post);
	const left = new AbortController();
	const first = new Outbox("r1").send(TURN, () => left.abort(), left.signal);
	await vi.advanceTimersByTimeAsync(20_000);
	await first;
	post.mockImplementation(async () => new Response(JSON.stringify({ turn: 4, late: false }), { status: 202 }));
	await new Outbox("r1").send(TURN, () => {}, gone.signal);
	await new Outbox("r1").send(TURN, () => {}, gone.signal);
	const keys = post.mock.calls.map(keyOf);
	expect(keys.at(-2)).toBe(keys[0]);
	expect(keys.at(-1)).not.toBe(keys[0]);
});

test("a refusal is not tried again", async () => {
	const refusal = { title: "This round has ended.", remedy: "Read its grade." };
	const post = vi.fn(async () => new Response(JSON.stringify(refusal), { status: 409 }));
	vi.stubGlobal("fetch", post);
	expect(await new Outbox("r1").send(TURN, () => {}, gone.signal)).toEqual(refusal);
	expect(post).toHaveBeenCalledTimes(1);
});
