/** Seconds left between two words of the server. They never rise, whatever the machine's clock does. */
export class Countdown {
	#left: number;
	#at: number;

	/** `now` in milliseconds of a clock that never jumps. */
	constructor(left: number, now: number) {
		this.#left = left;
		this.#at = now;
	}

	left(now: number): number {
		return Math.max(0, this.#left - (now - this.#at) / 1000);
	}

	correct(left: number, now: number): void {
		this.#left = Math.min(left, this.left(now));
		this.#at = now;
	}
}

/** 12:05, as the server writes it. */
export function minutesAndSeconds(seconds: number): string {
	const whole = Math.floor(seconds);
	return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}
