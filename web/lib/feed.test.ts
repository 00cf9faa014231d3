import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Feed, type Wires } from "./feed";
import { hear, type Told } from "./signals";

class FakeStream extends EventTarget {
	onopen: (() => void) | null = null;
	onerror: (() => void) | null = null;
	readyState = 0;
	readonly url: string;

	constructor(url: string) {
		super();
		this.url = url;
	}

	close(): void {
		this.readyState = 2;
	}

	say(type: string, data: unknown): void {
		this.dispatchEvent(new MessageEvent(type, { data: JSON.stringify(data) }));
	}

	refuse(): void {
		this.readyState = 2;
		this.onerror?.();
	}
}

const told = (seq: number) => ({ seq, at: "", type: "candidate-spoke", event: {}, html: `<p>${seq}</p>` });
const news = (events: unknown[], done = false) =>
	new Response(JSON.stringify({ events, delta: null, clock: { status: "running" }, done }));

let streams: FakeStream[];
let seen: number[];
let states: string[];
let free: number;
let feed: Feed | null;
const gone = { now: new AbortController() };

function wires(get: Wires["get"]): Wires {
	return {
		open: (url) => {
			const stream = new FakeStream(url);
			streams.push(stream);
			return stream as unknown as EventSource;
		},
		get,
		slot: async () => (free-- > 0 ? () => free++ : null),
	};
}

function follow(get: Wires["get"] = async () => news([])): void {
	feed = new Feed("r1", 2, wires(get));
	feed.start();
}

beforeEach(() => {
	vi.useFakeTimers();
	vi.stubGlobal("EventSource", { CLOSED: 2 });
	streams = [];
	seen = [];
	states = [];
	free = 1;
	gone.now = new AbortController();
	hear("mr:event", (event: Told) => seen.push(event.seq), gone.now.signal);
	hear("mr:connection", (state) => states.push(state), gone.now.signal);
});

afterEach(() => {
	feed?.stop();
	gone.now.abort();
	vi.unstubAllGlobals();
	vi.useRealTimers();
});

test("the stream starts after the last event on the page", async () => {
	follow();
	await vi.advanceTimersByTimeAsync(0);
	expect(streams[0]?.url).toBe("/api/rounds/r1/stream?after=2");
	streams[0]?.onopen?.();
	expect(states).toEqual(["live"]);
});

test("an event that was told already is not told again", async () => {
	follow();
	await vi.advanceTimersByTimeAsync(0);
	for (const seq of [2, 3, 3, 4]) streams[0]?.say("candidate-spoke", told(seq));
	expect(seen).toEqual([3, 4]);
});

test("a gap is filled from the log before anything after it is told", async () => {
	follow(async () => news([told(3), told(4), told(5)]));
	await vi.advanceTimersByTimeAsync(0);
	streams[0]?.say("candidate-spoke", told(5));
	expect(seen).toEqual([]);
	await vi.advanceTimersByTimeAsync(0);
	expect(seen).toEqual([3, 4, 5]);
});

test("a stream that is refused is tried again, and polled after three refusals", async () => {
	follow();
	await vi.advanceTimersByTimeAsync(0);
	for (let refusal = 0; refusal < 3; refusal++) {
		streams.at(-1)?.refuse();
		await vi.advanceTimersByTimeAsync(15_000);
	}
	expect(streams.length).toBe(3);
	expect(states.at(-1)).toBe("polling");
});

test("without a slot the page polls every two seconds, and takes a slot when one is free", async () => {
	free = 0;
	const get = vi.fn(async () => news([]));
	follow(get);
	await vi.advanceTimersByTimeAsync(4100);
	expect(get).toHaveBeenCalledTimes(3);
	expect(streams).toEqual([]);
	free = 1;
	await vi.advanceTimersByTimeAsync(30_000);
	expect(streams.length).toBe(1);
});

test("after the last word nothing is asked any more", async () => {
	const get = vi.fn(async () => news([]));
	follow(get);
	await vi.advanceTimersByTimeAsync(0);
	streams[0]?.say("done", { seq: 2 });
	await vi.advanceTimersByTimeAsync(60_000);
	expect(streams.length).toBe(1);
	expect(streams[0]?.readyState).toBe(2);
	expect(get).not.toHaveBeenCalled();
});

test("a server that does not answer is said, and polled on", async () => {
	free = 0;
	follow(async () => {
		throw new TypeError("no network");
	});
	await vi.advanceTimersByTimeAsync(100);
	expect(states.at(-1)).toBe("reconnecting");
});

test("a hidden page gives its slot back and goes on where it was", async () => {
	follow();
	await vi.advanceTimersByTimeAsync(0);
	streams[0]?.say("candidate-spoke", told(3));
	const hidden = vi.spyOn(document, "hidden", "get").mockReturnValue(true);
	document.dispatchEvent(new Event("visibilitychange"));
	await vi.advanceTimersByTimeAsync(0);
	expect([streams[0]?.readyState, free]).toEqual([2, 1]);
	hidden.mockRestore();
	document.dispatchEvent(new Event("visibilitychange"));
	await vi.advanceTimersByTimeAsync(0);
	expect(streams[1]?.url).toBe("/api/rounds/r1/stream?after=3");
});
