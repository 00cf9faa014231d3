import { Reader, type Reading } from "../lib/reader";
import { hear, type Told } from "../lib/signals";
import { keepVoice, voiceChoice, voiceNow, whenVoices } from "../lib/voice";

/**
 * Reads the interviewer aloud where the candidate wants it, and falls silent when the candidate begins.
 * @example <mr-aloud hidden><button type="button">Read aloud</button><span role="status"></span></mr-aloud>
 */
export class Aloud extends HTMLElement {
	#gone = new AbortController();
	#reading: Reading = "silent";
	#isTalking = false;
	readonly #reader = new Reader((reading) => this.#show(reading));

	connectedCallback(): void {
		this.#gone = new AbortController();
		const signal = this.#gone.signal;
		whenVoices(() => this.#offer(), signal);
		this.#button?.addEventListener("click", () => this.#press(), { signal });
		document.addEventListener("input", (event) => this.#typed(event), { signal });
		window.addEventListener("pagehide", () => this.#fallSilent(), { signal });
		hear("mr:key", (key) => key.does === "aloud" && key.isDown && this.#press(), signal);
		hear("mr:talking", (isTalking) => this.#talking(isTalking), signal);
		hear("mr:delta", (delta) => this.#isHeard && this.#reader.hear(delta.answers, delta.offset, delta.text), signal);
		hear("mr:event", (told) => this.#finish(told), signal);
	}

	disconnectedCallback(): void {
		this.#gone.abort();
		this.#reader.stop();
	}

	get #button(): HTMLButtonElement | null {
		return this.querySelector("button");
	}

	get #isHeard(): boolean {
		return voiceChoice().on && !this.#isTalking && voiceNow() !== null;
	}

	#offer(): void {
		this.hidden = voiceNow() === null;
		this.#show(this.#reading);
	}

	#finish(told: Told): void {
		if (told.event.type !== "interviewer-spoke") return;
		if (told.event.interrupted === "stopped") this.#reader.stop();
		if (this.#isHeard) this.#reader.finish(told.event.text);
	}

	#press(): void {
		if (this.#reading === "reading") {
			this.#reader.stop();
			return;
		}
		const wasRefused = this.#reading === "refused";
		const on = wasRefused || !voiceChoice().on;
		keepVoice({ on });
		this.#show("silent");
		this.#say(on ? "The interviewer is read aloud from the next turn on." : "The interviewer is not read aloud.");
		if (wasRefused) this.#reader.again();
	}

	#talking(isTalking: boolean): void {
		this.#isTalking = isTalking;
		if (isTalking) this.#fallSilent();
	}

	/**
	 * Notes may be taken while one listens; an answer is not. What the page itself takes out of the box, because it is
	 * sent, is no typing: the reply may be heard before the sending is acknowledged.
	 */
	#typed(event: Event): void {
		if (!event.isTrusted) return;
		if (event.target instanceof Element && event.target.closest("mr-composer")) this.#fallSilent();
	}

	#fallSilent(): void {
		if (this.#reading === "reading") this.#reader.stop();
	}

	#show(reading: Reading): void {
		this.#reading = reading;
		const button = this.#button;
		if (!button) return;
		button.textContent = WORDS[reading];
		if (reading === "silent") button.setAttribute("aria-pressed", String(voiceChoice().on));
		else button.removeAttribute("aria-pressed");
	}

	#say(words: string): void {
		const state = this.querySelector("[role=status]");
		if (state) state.textContent = words;
	}
}

const WORDS: Record<Reading, string> = {
	silent: "Read aloud",
	reading: "Stop reading",
	refused: "Read it now",
};
