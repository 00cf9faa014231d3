import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Feed, type Wires } from "./feed";
import type { Channel, Passed } from "./relay";
import { type Delta, hear, type Told } from "./signals";
import type { Slot } from "./slots";

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
let feeds: Feed[];
let words: Delta[];
const gone = { now: new AbortController() };

/** The browser's one slot, as `navigator.locks` gives it. */
class Slots {
	#held: AbortController | null = null;
	#queue: ((slot: Slot) => void)[] = [];

	taken(): void {
		this.#granted();
	}

	take = async (wanted: LockOptions): Promise<Slot | null> => {
		if (wanted.steal) this.#held?.abort();
		if (wanted.steal || !this.#held) return this.#granted();
		if (wanted.ifAvailable) return null;
		return new Promise((resolve) => {
			this.#queue.push(resolve);
			wanted.signal?.addEventListener("abort", () => {
				this.#queue = this.#queue.filter((each) => each !== resolve);
				resolve(null);
			});
		});
	};

	free = (): void => {
		this.#held = null;
		this.#queue.shift()?.(this.#granted());
	};

	#granted(): Slot {
		const held = new AbortController();
		this.#held = held;
		return { release: () => this.#held === held && this.free(), lost: held.signal };
	}
}

/** The channel between the tabs. */
class Air {
	readonly #ends = new Set<Channel>();

	open = (): Channel => {
		const end: Channel = {
			onmessage: null,
			postMessage: (passed) => {
				for (const other of this.#ends) {
					if (other !== end) other.onmessage?.({ data: structuredClone(passed) } as MessageEvent<Passed>);
				}
			},
			close: () => this.#ends.delete(end),
		};
		this.#ends.add(end);
		return end;
	};
}

let slots: Slots;
let air: Air;

function wires(get: Wires["get"]): Wires {
	return {
		open: (url) => {
			const stream = new FakeStream(url);
			streams.push(stream);
			return stream as unknown as EventSource;
		},
		get,
		slot: slots.take,
		channel: air.open,
	};
}

function follow(get: Wires["get"] = async () => news([]), round = "r1"): Feed {
	const feed = new Feed(round, 2, wires(get));
	feeds.push(feed);
	feed.start();
	return feed;
}

beforeEach(() => {
	vi.useFakeTimers();
	vi.stubGlobal("EventSource", { CLOSED: 2 });
	streams = [];
	seen = [];
	states = [];
	feeds = [];
	words = [];
	slots = new Slots();
	air = new Air();
	gone.now = new AbortController();
	hear("mr:delta", (delta) => words.push(delta), gone.now.signal);
	hear("mr:event", (event: Told) => seen.push(event.seq), gone.now.signal);
	hear("mr:connection", (state) => states.push(state), gone.now.signal);
});

afterEach(() => {
	for (const feed of feeds) feed.stop();
	gone.now.abort();
	vi.unstubAllGlobals();
	vi.useRealTimers();
});

test("the stream starts after the last event on the page", async () => {
	follow();
	await vi.advanceTimersByTimeAsync(0);
	expect(streams[0]?.url).toBe("/api/rounds/r1/stream?after=2");
	streams[0]?.say("clock", { status: "running" });
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

test("a stream that opens and brings nothing is given up for polling, and tried again later", async () => {
	const get = vi.fn(async () => news([]));
	follow(get);
	await vi.advanceTimersByTimeAsync(1000);
	streams[0]?.onopen?.();
	expect(states).toEqual([]);
	await vi.advanceTimersByTimeAsync(4100);
	expect(streams[0]?.readyState).toBe(2);
	expect(states).toEqual(["polling"]);
	expect(get).toHaveBeenCalledTimes(1);
	await vi.advanceTimersByTimeAsync(30_000);
	expect(streams.length).toBe(2);
	expect(get).toHaveBeenCalledTimes(15);
});

test("a stream that falls silent for longer than the server ever is, is opened anew", async () => {
	follow();
	await vi.advanceTimersByTimeAsync(0);
	for (let ticks = 0; ticks < 4; ticks++) {
		streams[0]?.say("clock", { status: "running" });
		await vi.advanceTimersByTimeAsync(15_000);
	}
	expect(streams.length).toBe(1);
	await vi.advanceTimersByTimeAsync(30_000);
	expect(streams[0]?.readyState).toBe(2);
	expect(streams.length).toBe(2);
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

test("without the slot the page polls every two seconds, and streams as soon as it is free", async () => {
	slots.taken();
	const other = air.open();
	const alive = setInterval(() => other.postMessage({ round: "r2", seq: 9, state: "live" }), 2000);
	const get = vi.fn(async () => news([]));
	follow(get);
	await vi.advanceTimersByTimeAsync(30_100);
	expect(get).toHaveBeenCalledTimes(16);
	expect(streams).toEqual([]);
	slots.free();
	await vi.advanceTimersByTimeAsync(0);
	expect(streams.length).toBe(1);
	clearInterval(alive);
});

test("a second tab on the round hears what the first one hears, once and without asking the server", async () => {
	follow();
	await vi.advanceTimersByTimeAsync(0);
	streams[0]?.say("clock", { status: "running" });
	const get = vi.fn(async () => news([]));
	follow(get);
	await vi.advanceTimersByTimeAsync(2500);
	const asked = get.mock.calls.length;
	streams[0]?.say("candidate-spoke", told(3));
	streams[0]?.say("delta", { answers: 3, offset: 0, text: "Where" });
	await vi.advanceTimersByTimeAsync(20_000);
	expect(seen).toEqual([3, 3]);
	expect(words.map((each) => each.text)).toEqual(["Where", "Where"]);
	expect([streams.length, get.mock.calls.length]).toEqual([1, asked]);
	expect(states.at(-1)).toBe("live");
});

test("a tab that came in the middle of a turn reads its beginning first", async () => {
	follow();
	await vi.advanceTimersByTimeAsync(0);
	streams[0]?.say("delta", { answers: 2, offset: 0, text: "Where 🚲 " });
	const whole = { answers: 2, offset: 0, text: "Where 🚲 is" };
	const answer = () => new Response(JSON.stringify({ events: [], delta: whole, clock: {}, done: false }));
	let isLate = false;
	follow(async () => (isLate ? answer() : news([])));
	await vi.advanceTimersByTimeAsync(0);
	words = [];
	isLate = true;
	streams[0]?.say("delta", { answers: 2, offset: 8, text: "is" });
	await vi.advanceTimersByTimeAsync(0);
	expect(words.map((each) => each.text)).toEqual(["is", "Where 🚲 is"]);
});

test("words that are read while the turn they belong to ends are not shown after it", async () => {
	const delta = { answers: 3, offset: 0, text: "Where is" };
	let arrive = (_: Response): void => {};
	follow(() => new Promise((resolve) => (arrive = resolve)));
	await vi.advanceTimersByTimeAsync(0);
	streams[0]?.say("model-asked", told(3));
	document.dispatchEvent(new CustomEvent("mr:posted"));
	streams[0]?.say("model-failed", told(4));
	arrive(new Response(JSON.stringify({ events: [], delta, clock: {}, done: false })));
	await vi.advanceTimersByTimeAsync(0);
	expect(words).toEqual([]);
});

test("when the tab with the stream is closed, the next one streams from where it was", async () => {
	const first = follow();
	await vi.advanceTimersByTimeAsync(0);
	follow();
	await vi.advanceTimersByTimeAsync(0);
	streams[0]?.say("candidate-spoke", told(3));
	first.stop();
	await vi.advanceTimersByTimeAsync(0);
	expect(streams.map((each) => [each.url, each.readyState])).toEqual([
		["/api/rounds/r1/stream?after=2", 2],
		["/api/rounds/r1/stream?after=3", 0],
	]);
});

test("a tab that has the stream and says nothing is relieved, and comes back as one that listens", async () => {
	follow();
	await vi.advanceTimersByTimeAsync(0);
	streams[0]?.say("clock", { status: "running" });
	const hung = air.open;
	air.open = new Air().open;
	const get = vi.fn(async () => news([]));
	follow(get);
	await vi.advanceTimersByTimeAsync(9000);
	expect(streams.length).toBe(1);
	await vi.advanceTimersByTimeAsync(3000);
	expect(streams.map((each) => each.readyState)).toEqual([2, 0]);
	expect(get.mock.calls.length).toBeGreaterThan(4);
	air.open = hung;
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

test("a round that was deleted is said, and nothing is asked any more", async () => {
	const get = vi.fn(async () => new Response("{}", { status: 404 }));
	follow(get);
	await vi.advanceTimersByTimeAsync(0);
	streams[0]?.say("clock", { status: "created" });
	streams[0]?.refuse();
	await vi.advanceTimersByTimeAsync(60_000);
	expect(states.at(-1)).toBe("gone");
	expect([streams.length, get.mock.calls.length]).toEqual([1, 1]);
});

test("a server that does not answer is said, and polled on", async () => {
	slots.taken();
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
	expect(streams[0]?.readyState).toBe(2);
	expect(await slots.take({ ifAvailable: true })).not.toBeNull();
	slots.free();
	hidden.mockRestore();
	document.dispatchEvent(new Event("visibilitychange"));
	await vi.advanceTimersByTimeAsync(0);
	expect(streams[1]?.url).toBe("/api/rounds/r1/stream?after=3");
});
