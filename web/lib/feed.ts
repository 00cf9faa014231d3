import type { RoundEvent } from "./events.gen";
import { type Delta, type Tick, type Told, tell } from "./signals";
import { type Release, takeSlot } from "./slots";
import { delay, sleep } from "./waiting";

const POLL_MS = 2000;
/** After so many polls the page tries for a stream again. */
const POLLS = 15;
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

type Outcome = "done" | "lost" | "refused";

/** What the feed needs of the browser; tests give their own. */
export interface Wires {
	readonly open: (url: string) => EventSource;
	readonly get: (url: string, signal: AbortSignal) => Promise<Response>;
	readonly slot: () => Promise<Release | null>;
}

const BROWSER: Wires = {
	open: (url) => new EventSource(url),
	get: (url, signal) => fetch(url, { signal }),
	slot: () => takeSlot(),
};

/** Follows one round: by its stream where a slot is free, else by polling; tells what it learns on `document`. */
export class Feed {
	readonly #url: string;
	readonly #wires: Wires;
	#seq: number;
	#run: AbortController | null = null;
	#gone = new AbortController();

	constructor(round: string, after: number, wires: Wires = BROWSER) {
		this.#url = `/api/rounds/${round}`;
		this.#seq = after;
		this.#wires = wires;
	}

	/** Follows while the page is visible, and goes on where it was when it is visible again. */
	start(): void {
		const signal = this.#gone.signal;
		document.addEventListener("visibilitychange", () => (document.hidden ? this.#pause() : this.#follow()), { signal });
		window.addEventListener("online", () => this.#restart(), { signal });
		window.addEventListener("offline", () => tell("mr:connection", "offline"), { signal });
		document.addEventListener("mr:posted", () => void this.#poll(this.#gone.signal).catch(() => {}), { signal });
		if (!document.hidden) this.#follow();
	}

	stop(): void {
		this.#pause();
		this.#gone.abort();
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
		let failures = 0;
		while (!signal.aborted) {
			const release = failures < 3 ? await this.#wires.slot() : null;
			if (!release) {
				if (await this.#pollAWhile(signal)) return this.stop();
				failures = 0;
				continue;
			}
			const outcome = await this.#stream(signal);
			release();
			if (signal.aborted) return;
			if (outcome === "done") return this.stop();
			failures = outcome === "refused" ? failures + 1 : 0;
			tell("mr:connection", navigator.onLine ? "reconnecting" : "offline");
			await sleep(delay(failures), signal);
			if (await this.#poll(signal).catch(() => false)) return this.stop();
		}
	}

	/** The browser resumes a broken stream by itself; it gives up for good on any answer but 200. */
	#stream(signal: AbortSignal): Promise<Outcome> {
		return new Promise((resolve) => {
			if (signal.aborted) return resolve("lost");
			const source = this.#wires.open(`${this.#url}/stream?after=${this.#seq}`);
			let wasLive = false;
			const end = (outcome: Outcome) => {
				source.close();
				resolve(outcome);
			};
			source.onopen = () => {
				wasLive = true;
				tell("mr:connection", "live");
			};
			source.onerror = () => {
				if (source.readyState === EventSource.CLOSED) return end(wasLive ? "lost" : "refused");
				tell("mr:connection", navigator.onLine ? "reconnecting" : "offline");
			};
			for (const type of TYPES) source.addEventListener(type, (event) => this.#take(parsed<Told>(event)));
			source.addEventListener("delta", (event) => tell("mr:delta", parsed<Delta>(event)));
			source.addEventListener("clock", (event) => tell("mr:clock", parsed<Tick>(event)));
			source.addEventListener("done", () => end("done"));
			signal.addEventListener("abort", () => end("lost"), { once: true });
		});
	}

	async #pollAWhile(signal: AbortSignal): Promise<boolean> {
		for (let polls = 0; polls < POLLS && !signal.aborted; polls++) {
			try {
				if (await this.#poll(signal)) return true;
				tell("mr:connection", "polling");
			} catch {
				if (!signal.aborted) tell("mr:connection", navigator.onLine ? "reconnecting" : "offline");
			}
			await sleep(POLL_MS, signal);
		}
		return false;
	}

	/** Reads on from the last event; true when nothing more will come. */
	async #poll(signal: AbortSignal): Promise<boolean> {
		const response = await this.#wires.get(`${this.#url}/events?after=${this.#seq}`, signal);
		if (!response.ok) throw new Error(`the server answered ${response.status}`);
		const news = (await response.json()) as Polled;
		for (const told of news.events) this.#take(told);
		if (news.delta) tell("mr:delta", news.delta);
		tell("mr:clock", news.clock);
		return news.done;
	}

	/** Tells an event once, in order. What is missing before it is fetched. */
	#take(told: Told): void {
		if (told.seq <= this.#seq) return;
		if (told.seq > this.#seq + 1) return void this.#poll(this.#gone.signal).catch(() => {});
		this.#seq = told.seq;
		tell("mr:event", told);
	}
}

function parsed<Shape>(event: MessageEvent<string>): Shape {
	return JSON.parse(event.data) as Shape;
}
