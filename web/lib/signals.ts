import type { RoundEvent } from "./events.gen";
import type { Does } from "./shortcuts";

/** An event of the log as the server tells it; `html` is what the page shows for it. */
export interface Told {
	readonly seq: number;
	readonly at: string;
	readonly type: RoundEvent["type"];
	readonly event: RoundEvent;
	readonly html: string | null;
}

/** Words of the interviewer's turn under way, from `offset` on. */
export interface Delta {
	readonly answers: number;
	readonly offset: number;
	readonly text: string;
	/** Seconds until the model is asked again, where it limits our rate. */
	readonly wait_s?: number;
}

/** The server's clock. */
export interface Tick {
	readonly remaining_s: number;
	readonly phase: string;
	readonly phase_remaining_s: number | null;
	readonly status: string;
}

export type Connection = "live" | "reconnecting" | "polling" | "offline" | "gone";

/** A shortcut that was pressed, or let go. */
export interface KeyPress {
	readonly does: Does;
	readonly isDown: boolean;
}

/** `seconds` are how long the microphone was on for the words. */
export interface Heard {
	readonly words: string;
	readonly seconds: number;
}

/** What is told on `document`. Elements hear these and never call each other. */
export interface Signals {
	"mr:event": Told;
	"mr:delta": Delta;
	"mr:clock": Tick;
	"mr:connection": Connection;
	"mr:key": KeyPress;
	"mr:posted": null;
	/** Words that were said went into the answer. */
	"mr:heard": Heard;
	/** Whether the candidate is being listened to. */
	"mr:talking": boolean;
}

export function tell<Name extends keyof Signals>(name: Name, detail: Signals[Name]): void {
	document.dispatchEvent(new CustomEvent(name, { detail }));
}

/** Calls `listener` until `signal` aborts. */
export function hear<Name extends keyof Signals>(
	name: Name,
	listener: (detail: Signals[Name]) => void,
	signal: AbortSignal,
): void {
	document.addEventListener(name, (event) => listener((event as CustomEvent<Signals[Name]>).detail), { signal });
}
