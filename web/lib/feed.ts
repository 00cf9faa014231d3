import type { RoundEvent } from "./events.gen";
import { type Channel, type Passed, Relay } from "./relay";
import { type Connection, type Delta, type Tick, type Told, tell } from "./signals";
import { type Slot, takeSlot } from "./slots";
import { delay, sleep } from "./waiting";

const POLL_MS = 2000;
/** After so many polls a page whose stream was refused tries again. */
const POLLS = 15;
const REFUSALS = 3;
/** The server tells the time as soon as a stream is open: something in between keeps back what does not come by then. */
const FIRST_WORD_MS = 4000;
/** The server tells the time every 15 s at least: after this, the connection is dead and nobody has said so. */
const SILENT_MS = 40_000;
/** The answer where a round was deleted. */
const NOT_FOUND = 404;
/** Every type of event: a new one that is missing here does not compile. */
const TYPES = Object.keys({
	"round-created": true,
	"round-started": true,
	"phase-changed": true,
	"interviewer-spoke": true,
	"model-asked": true,
	"model-failed": true,
	"interviewer-chosen": true,
	"candidate-spoke": true,
	"board-changed": true,
	"hint-given": true,
	"fact-given": true,
	"twist-injected": true,
	"time-warned": true,
	"time-ran-out": true,
	"prompt-ran-out": true,
	"round-ended": true,
	"grade-started": true,
	"grade-stopped": true,
	"criterion-graded": true,
	graded: true,
} satisfies Record<RoundEvent["type"], true>);

interface Polled {
	readonly events: readonly Told[];
	readonly delta: Delta | null;
	readonly clock: Tick;
	readonly done: boolean;
}

type Outcome = "done" | "lost" | "refused" | "kept back";

/** What the feed needs of the browser; tests give their own. */
export interface Wires {
	readonly open: (url: string) => EventSource;
	readonly get: (url: string, signal: AbortSignal) => Promise<Response>;
	readonly slot: (wanted: LockOptions) => Promise<Slot | null>;
	readonly channel: () => Channel;
}

const BROWSER: Wires = {
	open: (url) => new EventSource(url),
	get: (url, signal) => fetch(url, { signal }),
	slot: (wanted) => takeSlot(wanted),
	channel: () => new BroadcastChannel("mockround-feed"),
};

/**
 * Follows one round and tells what it learns on `document`: by the browser's one stream where this tab has it, else by
 * what the tab that has it passes on, else by polling.
 */
export class Feed {
	readonly #url: string;
	readonly #wires: Wires;
	readonly #relay: Relay;
	#seq: number;
	#said = { answers: -1, length: 0 };
	#state: Connection = "reconnecting";
	#run: AbortController | null = null;
	#gone = new AbortController();

	constructor(round: string, after: number, wires: Wires = BROWSER) {
		this.#url = `/api/rounds/${round}`;
		this.#seq = after;
		this.#wires = wires;
		this.#relay = new Relay(round, (passed) => this.#hear(passed), wires.channel());
	}

	/** Follows while the page is visible, and goes on where it was when it is visible again. */
	start(): void {
		const signal = this.#gone.signal;
		document.addEventListener("visibilitychange", () => (document.hidden ? this.#pause() : this.#follow()), { signal });
		document.addEventListener("freeze", () => this.#pause(), { signal });
		document.addEventListener("resume", () => document.hidden || this.#follow(), { signal });
		window.addEventListener("online", () => this.#restart(), { signal });
		window.addEventListener("offline", () => this.#connection("offline"), { signal });
		document.addEventListener("mr:posted", () => this.#look(), { signal });
		if (!document.hidden) this.#follow();
	}

	stop(): void {
		this.#pause();
		this.#gone.abort();
		this.#relay.close();
	}

	#pause(): void {
		this.#run?.abort();
		this.#run = null;
	}

	#restart(): void {
		this.#pause();
		this.#follow();
	}

	#follow(): void {
		if (this.#run || this.#gone.signal.aborted) return;
		this.#run = new AbortController();
		void this.#until(this.#run.signal);
	}

	async #until(signal: AbortSignal): Promise<void> {
		let refusals = 0;
		while (!signal.aborted) {
			if (refusals >= REFUSALS) {
				if (await this.#pollAWhile(signal)) return this.stop();
				refusals = 0;
			}
			const slot = await this.#turn(signal);
			if (slot === "done") return this.stop();
			if (!slot) return;
			const outcome = await this.#lead(slot, signal);
			if (signal.aborted) return;
			if (outcome === "done") return this.stop();
			if (slot.lost.aborted) continue;
			if (outcome === "kept back") {
				refusals = REFUSALS;
				continue;
			}
			refusals = outcome === "refused" ? refusals + 1 : 0;
			this.#connection(lostState());
			await sleep(delay(refusals), signal);
			if (await this.#poll(signal).catch(() => false)) return this.stop();
		}
	}

	/** Follows the tab that has the stream, or polls, until it is this tab's turn. Null when `signal` aborts. */
	async #turn(signal: AbortSignal): Promise<Slot | "done" | null> {
		this.#relay.listen();
		let slot: Slot | null = await this.#wires.slot({ ifAvailable: true });
		const turned = new AbortController();
		signal.addEventListener("abort", () => turned.abort(), { once: true });
		if (!slot) {
			void this.#wires.slot({ signal: turned.signal }).then((granted) => {
				if (turned.signal.aborted) return granted?.release();
				slot = granted;
				if (granted) turned.abort();
			});
		}
		let isDone = false;
		while (!slot && !isDone && !signal.aborted) {
			if (!this.#relay.isFed) isDone = await this.#polled(signal);
			await sleep(isDone ? 0 : POLL_MS, turned.signal);
			if (!slot && this.#relay.isSilent) slot = await this.#wires.slot({ steal: true });
		}
		turned.abort();
		if (slot && (isDone || signal.aborted)) slot.release();
		return signal.aborted ? null : isDone ? "done" : slot;
	}

	async #lead(slot: Slot, signal: AbortSignal): Promise<Outcome> {
		const ended = new AbortController();
		for (const each of [signal, slot.lost]) each.addEventListener("abort", () => ended.abort(), { once: true });
		this.#relay.lead(() => ({ seq: this.#seq, state: this.#state }));
		const outcome = await this.#stream(ended.signal);
		this.#relay.listen();
		slot.release();
		return outcome;
	}

	/**
	 * The browser resumes a broken stream by itself; it gives up for good on any answer but 200. What it does not notice is
	 * a stream that stays open and brings nothing: a proxy that waits for its end, or a network that went away.
	 */
	#stream(signal: AbortSignal): Promise<Outcome> {
		return new Promise((resolve) => {
			if (signal.aborted) return resolve("lost");
			const source = this.#wires.open(`${this.#url}/stream?after=${this.#seq}`);
			let wasLive = false;
			let isLive = false;
			let silence: ReturnType<typeof setTimeout> | undefined;
			const end = (outcome: Outcome) => {
				clearTimeout(silence);
				source.close();
				resolve(outcome);
			};
			const expect = (ms: number, otherwise: Outcome) => {
				clearTimeout(silence);
				silence = setTimeout(() => end(otherwise), ms);
			};
			const on = <Shape>(type: string, take: (told: Shape) => void) =>
				source.addEventListener(type, (event) => {
					expect(SILENT_MS, "lost");
					if (!isLive) this.#connection("live");
					wasLive = isLive = true;
					take(parsed<Shape>(event));
				});
			expect(FIRST_WORD_MS, "kept back");
			source.onopen = () => expect(FIRST_WORD_MS, "kept back");
			source.onerror = () => {
				if (source.readyState === EventSource.CLOSED) return end(wasLive ? "lost" : "refused");
				isLive = false;
				expect(SILENT_MS, "lost");
				this.#connection(lostState());
			};
			for (const type of TYPES) on<Told>(type, (told) => this.#take(told));
			on<Delta>("delta", (delta) => this.#speak(delta));
			on<Tick>("clock", (clock) => this.#tick(clock));
			source.addEventListener("done", () => end("done"));
			signal.addEventListener("abort", () => end("lost"), { once: true });
		});
	}

	async #pollAWhile(signal: AbortSignal): Promise<boolean> {
		for (let polls = 0; polls < POLLS && !signal.aborted; polls++) {
			if (await this.#polled(signal)) return true;
			await sleep(POLL_MS, signal);
		}
		return false;
	}

	/** Reads on, and says how that went; true when nothing more will come. */
	async #polled(signal: AbortSignal): Promise<boolean> {
		try {
			if (await this.#poll(signal)) return true;
			if (!this.#relay.isFed) this.#connection("polling");
		} catch {
			if (!signal.aborted) this.#connection(lostState());
		}
		return false;
	}

	/** Reads on from the last event; true when nothing more will come. */
	async #poll(signal: AbortSignal): Promise<boolean> {
		const response = await this.#wires.get(`${this.#url}/events?after=${this.#seq}`, signal);
		if (response.status === NOT_FOUND) {
			this.#connection("gone");
			return true;
		}
		if (!response.ok) throw new Error(`the server answered ${response.status}`);
		const news = (await response.json()) as Polled;
		for (const told of news.events) this.#take(told);
		if (news.delta && !this.#isPast(news.delta)) this.#speak(news.delta);
		this.#tick(news.clock);
		return news.done;
	}

	/** Reads on at once, beside whatever else is going on. */
	#look(): void {
		void this.#poll(this.#gone.signal).catch(() => {});
	}

	#hear(passed: Passed): void {
		if (!this.#run) return;
		if (passed.event) this.#take(passed.event);
		if (passed.delta) this.#speak(passed.delta);
		if (passed.clock) this.#tick(passed.clock);
		if (passed.seq > this.#seq) this.#look();
		this.#connection(passed.state);
	}

	/** Tells an event once, in order. What is missing before it is fetched. */
	#take(told: Told): void {
		if (told.seq <= this.#seq) return;
		if (told.seq > this.#seq + 1) return void this.#look();
		this.#seq = told.seq;
		tell("mr:event", told);
		this.#pass({ event: told });
	}

	/** Tells words under way without a hole: a tab that came later reads their beginning first. */
	#speak(delta: Delta): void {
		// Read just before the turn or its failure was told: these words are over.
		if (delta.answers < this.#seq) return;
		const known = this.#said.answers === delta.answers ? this.#said.length : 0;
		if (delta.offset > known) return void this.#look();
		this.#said = { answers: delta.answers, length: reach(delta) };
		tell("mr:delta", delta);
		this.#pass({ delta });
	}

	/** Whether words were read before others that have been told meanwhile. */
	#isPast(delta: Delta): boolean {
		return (
			delta.answers < this.#said.answers || (delta.answers === this.#said.answers && reach(delta) < this.#said.length)
		);
	}

	#tick(clock: Tick): void {
		tell("mr:clock", clock);
		this.#pass({ clock });
	}

	#connection(state: Connection): void {
		this.#state = state;
		tell("mr:connection", state);
		this.#pass({});
	}

	#pass(what: Pick<Passed, "event" | "delta" | "clock">): void {
		this.#relay.pass({ seq: this.#seq, state: this.#state, ...what });
	}
}

function lostState(): Connection {
	return navigator.onLine ? "reconnecting" : "offline";
}

/** Up to where words reach, in characters as the server counts them: one for each code point. */
function reach(delta: Delta): number {
	return delta.offset + [...delta.text].length;
}

function parsed<Shape>(event: MessageEvent<string>): Shape {
	return JSON.parse(event.data) as Shape;
}
