import { Draft } from "../lib/draft";

/**
 * Saves a text box while it is typed in; where two tabs differ it shows both texts and loses neither.
 * @example <mr-draft data-round="9f86d081" data-field="notes" data-version="3"><textarea></textarea><p class="draft-state"></p></mr-draft>
 */
export class DraftBox extends HTMLElement {
	#gone = new AbortController();
	#draft: Draft | null = null;

	connectedCallback(): void {
		this.#gone = new AbortController();
		const { round = "", field = "", version } = this.dataset;
		const box = this.#box;
		const saved = { text: box.defaultValue, version: Number(version) };
		this.#draft = new Draft(
			round,
			field,
			saved,
			(theirs) => this.#merge(theirs),
			(words) => this.#say(words),
		);
		this.#restore(this.#draft.unsaved());
		const signal = this.#gone.signal;
		box.addEventListener("input", () => this.#draft?.change(box.value), { signal });
		document.addEventListener("visibilitychange", () => document.hidden && void this.#draft?.save(), { signal });
		window.addEventListener("pagehide", () => void this.#draft?.save(), { signal });
	}

	disconnectedCallback(): void {
		this.#gone.abort();
	}

	get #box(): HTMLTextAreaElement {
		const box = this.querySelector("textarea");
		if (!box) throw new Error("mr-draft needs a textarea");
		return box;
	}

	#restore(unsaved: { text: string; isBehind: boolean } | null): void {
		const box = this.#box;
		const typed = unsaved?.text ?? box.value;
		if (typed === box.defaultValue) return;
		box.value = typed;
		this.#draft?.change(typed);
		if (unsaved?.isBehind) this.#merge(box.defaultValue);
	}

	#say(words: string): void {
		const state = this.querySelector(".draft-state");
		if (state && state.textContent !== words) state.textContent = words;
	}

	#merge(theirs: string): void {
		const template = document.querySelector<HTMLTemplateElement>("template.two-texts");
		if (!template) return;
		this.querySelector(".two-texts")?.remove();
		this.append(template.content.cloneNode(true));
		const view = this.querySelector<HTMLElement>(".two-texts");
		const other = view?.querySelector("textarea");
		if (!view || !other) return;
		other.value = theirs;
		const mine = this.#box.value;
		const choices = { mine, theirs, both: `${theirs}\n\n${mine}` };
		for (const [name, text] of Object.entries(choices)) {
			view.querySelector(`[data-keep=${name}]`)?.addEventListener("click", () => this.#choose(view, text));
		}
		view.focus();
	}

	#choose(view: HTMLElement, text: string): void {
		view.remove();
		const box = this.#box;
		box.value = text;
		box.focus();
		box.dispatchEvent(new Event("input", { bubbles: true }));
	}
}
