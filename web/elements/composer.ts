import { Outbox } from "../lib/outbox";
import { pressed } from "../lib/shortcuts";
import { hear, tell } from "../lib/signals";
import { Spoken } from "../lib/spoken";

/**
 * Sends the answer with Ctrl+Enter or its button, keeps it where sending fails, and says what happens.
 * @example <mr-composer data-round="9f86d081"><form><textarea name="text"></textarea></form><p class="send-state"></p></mr-composer>
 */
export class Composer extends HTMLElement {
	#gone = new AbortController();
	#sending = false;
	#spoken = new Spoken("");

	connectedCallback(): void {
		this.#gone = new AbortController();
		const signal = this.#gone.signal;
		this.#spoken = new Spoken(this.dataset.round ?? "");
		const form = this.querySelector("form");
		form?.addEventListener("submit", (event) => this.#submit(event), { signal });
		this.#box?.addEventListener("keydown", (event) => this.#key(event), { signal });
		this.#box?.addEventListener("input", () => this.#forget(), { signal });
		// Once the answer is back that this browser has kept; without one, what was said belongs to no words.
		queueMicrotask(() => this.#forget());
		hear("mr:heard", (heard) => this.#spoken.add(heard), signal);
		hear("mr:event", (told) => told.type === "round-ended" && this.#ended(), signal);
	}

	disconnectedCallback(): void {
		this.#gone.abort();
	}

	get #box(): HTMLTextAreaElement | null {
		return this.querySelector("textarea[name=text]");
	}

	/** Whoever empties the box begins anew, perhaps typing. */
	#forget(): void {
		if (!this.#box?.value.trim()) this.#spoken.clear();
	}

	#key(event: KeyboardEvent): void {
		if (pressed(event, false) !== "send") return;
		event.preventDefault();
		this.querySelector("form")?.requestSubmit();
	}

	#submit(event: SubmitEvent): void {
		event.preventDefault();
		const text = this.#box?.value ?? "";
		if (!this.#sending && text.trim()) void this.#send(text);
	}

	async #send(text: string): Promise<void> {
		this.#sending = true;
		this.#say("Sending");
		const outbox = new Outbox(this.dataset.round ?? "");
		const dictated = this.#spoken.now;
		const sent = await outbox.send(
			{ text, dictated },
			(n, why) => this.#say(`Not sent yet; your text is kept. ${why} Try ${n + 1} follows.`.replace("  ", " ")),
			this.#gone.signal,
		);
		this.#sending = false;
		if (!sent) return;
		if ("title" in sent) return this.#say(`${sent.title} ${sent.remedy}`);
		this.#say(sent.late ? "It came after the end: kept, and not graded." : "");
		this.#spoken.settle(dictated);
		this.#take(text);
		tell("mr:posted", null);
	}

	/** Takes the sent words out of the box and leaves what was typed meanwhile. */
	#take(text: string): void {
		const box = this.#box;
		if (!box?.value.startsWith(text)) return;
		box.value = box.value.slice(text.length).trimStart();
		box.dispatchEvent(new Event("input", { bubbles: true }));
	}

	#ended(): void {
		this.#say("The round has ended. What is in the box stays here, and is not graded.");
	}

	#say(words: string): void {
		const state = this.querySelector(".send-state");
		if (state) state.textContent = words;
	}
}
