import { Countdown, minutesAndSeconds } from "../lib/countdown";
import { hear, type Tick } from "../lib/signals";

/**
 * Shows the server's clock, second by second, with the time left in the phase.
 * @example <mr-clock data-left="2700" data-phase-left="360" data-duration="2700" data-status="running">…</mr-clock>
 */
export class Clock extends HTMLElement {
	#gone = new AbortController();
	#round = new Countdown(0, 0);
	#phase = new Countdown(0, 0);
	#timer: ReturnType<typeof setInterval> | undefined;

	connectedCallback(): void {
		const now = performance.now();
		this.#gone = new AbortController();
		this.#round = new Countdown(Number(this.dataset.left), now);
		this.#phase = new Countdown(Number(this.dataset.phaseLeft), now);
		hear("mr:clock", (tick) => this.#correct(tick), this.#gone.signal);
		this.#timer = setInterval(() => this.#show(), 500);
	}

	disconnectedCallback(): void {
		clearInterval(this.#timer);
		this.#gone.abort();
	}

	#correct(tick: Tick): void {
		const now = performance.now();
		this.dataset.status = tick.status;
		this.#round.correct(tick.remaining_s, now);
		const left = tick.phase_remaining_s ?? 0;
		if (this.#here()?.dataset.phase === tick.phase) this.#phase.correct(left, now);
		else this.#enter(tick.phase, new Countdown(left, now));
		this.#show();
	}

	#enter(phase: string, countdown: Countdown): void {
		this.#phase = countdown;
		let isPast = true;
		for (const item of this.querySelectorAll<HTMLElement>("[data-phase]")) {
			const isNow = item.dataset.phase === phase;
			if (isNow) isPast = false;
			item.toggleAttribute("aria-current", isNow);
			if (isNow) item.setAttribute("aria-current", "step");
			item.classList.toggle("past", isPast);
		}
	}

	#show(): void {
		if (this.dataset.status !== "running") return;
		const now = performance.now();
		const left = this.#round.left(now);
		const clock = this.querySelector(".clock");
		if (clock) clock.textContent = minutesAndSeconds(left);
		this.querySelector(".gone")?.setAttribute("width", String(Number(this.dataset.duration) - left));
		const phase = this.#here()?.querySelector(".left");
		if (phase) phase.textContent = minutesAndSeconds(this.#phase.left(now));
	}

	#here(): HTMLElement | null {
		return this.querySelector<HTMLElement>("[aria-current]");
	}
}
