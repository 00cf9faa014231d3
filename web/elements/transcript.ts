import { type Delta, hear, type Told } from "../lib/signals";

const SHOWN: ReadonlySet<string> = new Set([
	"round-started",
	"phase-changed",
	"interviewer-spoke",
	"candidate-spoke",
	"hint-given",
	"twist-injected",
	"time-warned",
	"time-ran-out",
	"model-failed",
	"interviewer-chosen",
	"round-ended",
	"graded",
]);

/** After these, what an earlier failure of the model offered is no longer to be chosen. */
const SETTLING: ReadonlySet<string> = new Set([
	"model-asked",
	"model-failed",
	"interviewer-chosen",
	"interviewer-spoke",
	"candidate-spoke",
]);

/**
 * Adds finished turns to the log, which is read out once, and shows the words under way beside it, which are not.
 * @example <mr-transcript><div class="log" role="log"></div><div class="speaking" hidden><p class="words"></p></div></mr-transcript>
 */
export class Transcript extends HTMLElement {
	#gone = new AbortController();

	connectedCallback(): void {
		this.#gone = new AbortController();
		hear("mr:event", (told) => this.#add(told), this.#gone.signal);
		hear("mr:delta", (delta) => this.#speak(delta), this.#gone.signal);
		if (!location.hash && document.querySelector("mr-live")) this.#followEnd();
	}

	disconnectedCallback(): void {
		this.#gone.abort();
	}

	#add(told: Told): void {
		if (told.type === "round-started") location.reload();
		if (told.type === "model-asked") this.#wait();
		if (SETTLING.has(told.type)) this.#settle();
		if (!told.html || !SHOWN.has(told.type)) return;
		if (told.type === "interviewer-spoke" || told.type === "model-failed") this.#hush();
		const wasAtEnd = this.#isAtEnd();
		this.querySelector(".log")?.insertAdjacentHTML("beforeend", told.html);
		if (wasAtEnd || told.type === "candidate-spoke") this.#followEnd();
	}

	#speak(delta: Delta): void {
		const words = this.querySelector(".words");
		const speaking = this.querySelector<HTMLElement>(".speaking");
		if (!words || !speaking) return;
		const wasAtEnd = this.#isAtEnd();
		this.#askedAgain(delta.wait_s ?? 0);
		// The server counts code points.
		words.textContent = [...(words.textContent ?? "")].slice(0, delta.offset).join("") + delta.text;
		speaking.hidden = !words.textContent && (delta.wait_s ?? 0) > 0;
		this.#offerStop(true);
		if (wasAtEnd) this.#followEnd();
	}

	/** Says for how long the model wants to be left alone; 0 where it does not. */
	#askedAgain(seconds: number): void {
		const notice = this.querySelector<HTMLElement>(".asked-again");
		const wait = notice?.querySelector<HTMLElement>("mr-wait");
		if (!notice || !wait) return;
		notice.hidden = seconds <= 0;
		const spoken = notice.querySelector(".spoken");
		if (spoken) spoken.textContent = seconds > 0 ? `in ${Math.ceil(seconds)} seconds` : "";
		if (seconds > 0) wait.dataset.left = String(seconds);
		const stop = this.querySelector<HTMLElement>(".hush button");
		if (stop) stop.textContent = seconds > 0 ? "Do not wait" : "Stop the interviewer";
	}

	/** A model was asked: it may take a while until its first sentence. */
	#wait(): void {
		const wasAtEnd = this.#isAtEnd();
		const speaking = this.querySelector<HTMLElement>(".speaking");
		if (speaking) speaking.hidden = false;
		this.#offerStop(true);
		if (wasAtEnd) this.#followEnd();
	}

	#settle(): void {
		for (const form of this.querySelectorAll(".model-failed form")) form.remove();
	}

	#offerStop(offered: boolean): void {
		const stop = this.querySelector<HTMLElement>(".hush");
		if (stop) stop.hidden = !offered;
	}

	#hush(): void {
		this.#askedAgain(0);
		const speaking = this.querySelector<HTMLElement>(".speaking");
		if (speaking) speaking.hidden = true;
		this.#offerStop(false);
		this.querySelector(".words")?.replaceChildren();
	}

	/** Who has scrolled up to read is left there. */
	#isAtEnd(): boolean {
		const end = this.#end?.getBoundingClientRect().bottom ?? 0;
		return end - Math.min(this.getBoundingClientRect().bottom, innerHeight) < 80;
	}

	#followEnd(): void {
		this.#end?.scrollIntoView({ block: "nearest" });
	}

	get #end(): Element | null {
		return (
			this.querySelector(".asked-again:not([hidden]), .speaking:not([hidden])") ??
			this.querySelector(".log > :last-child")
		);
	}
}
