import type { Connection, Delta, Tick, Told } from "./signals";

/** What the tab with the stream says to the others; `seq` is how far it has read its round. */
export interface Passed {
	readonly round: string;
	readonly seq: number;
	readonly state: Connection;
	readonly event?: Told;
	readonly delta?: Delta;
	readonly clock?: Tick;
}

/** What the relay needs of a BroadcastChannel. */
export interface Channel {
	onmessage: ((event: MessageEvent<Passed>) => void) | null;
	postMessage(passed: Passed): void;
	close(): void;
}

export const BEAT_MS = 2000;
/** Two beats that did not come: then a tab looks for itself. */
const UNFED_MS = 5000;
/** The tab with the stream hangs or was frozen: a closed or hidden one lets go of it at once. */
const SILENT_MS = 10_000;

/** Passes what one tab hears to the other tabs of the browser. */
export class Relay {
	readonly #round: string;
	readonly #channel: Channel;
	#heardAt = Date.now();
	#fedAt = 0;
	#beat: ReturnType<typeof setInterval> | undefined;

	/** `take` hears what is said of this round by another tab. */
	constructor(round: string, take: (passed: Passed) => void, channel: Channel) {
		this.#round = round;
		this.#channel = channel;
		channel.onmessage = ({ data }) => {
			if (this.#beat !== undefined) return;
			this.#heardAt = Date.now();
			if (data.round !== round) return;
			this.#fedAt = Date.now();
			take(data);
		};
	}

	/** Begins to speak, and gives a sign of life from time to time. */
	lead(now: () => { seq: number; state: Connection }): void {
		const beat = () => this.#channel.postMessage({ round: this.#round, ...now() });
		this.#beat = setInterval(beat, BEAT_MS);
		beat();
	}

	pass(passed: Omit<Passed, "round">): void {
		if (this.#beat !== undefined) this.#channel.postMessage({ round: this.#round, ...passed });
	}

	/** Another tab leads from now on, or may. */
	listen(): void {
		clearInterval(this.#beat);
		this.#beat = undefined;
		this.#heardAt = Date.now();
	}

	/** Whether another tab passes on all that happens in this round. */
	get isFed(): boolean {
		return Date.now() - this.#fedAt < UNFED_MS;
	}

	/** Whether the tab that has the stream has said nothing for too long, about whatever round. */
	get isSilent(): boolean {
		return Date.now() - this.#heardAt >= SILENT_MS;
	}

	close(): void {
		this.listen();
		this.#channel.close();
	}
}
