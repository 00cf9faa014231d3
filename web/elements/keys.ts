import { type Does, isSingle, pressed, type Shortcut, shortcutsHere } from "../lib/shortcuts";
import { tell } from "../lib/signals";

/**
 * Hears the keys of a round and shows them on a sheet.
 * @example <mr-keys hidden data-singles="on"><button type="button">Keys</button><dialog><table><tbody></tbody></table></dialog></mr-keys>
 */
export class Keys extends HTMLElement {
	#gone = new AbortController();
	#held: Does | null = null;

	connectedCallback(): void {
		this.#gone = new AbortController();
		const signal = this.#gone.signal;
		this.hidden = false;
		this.querySelector("button")?.addEventListener("click", () => this.#open(), { signal });
		document.addEventListener("keydown", (event) => this.#key(event), { signal });
		document.addEventListener("keyup", () => this.#release(), { signal });
		window.addEventListener("blur", () => this.#release(), { signal });
	}

	disconnectedCallback(): void {
		this.#gone.abort();
	}

	get #hasSingles(): boolean {
		return this.dataset.singles === "on";
	}

	#key(event: KeyboardEvent): void {
		if (this.querySelector("dialog")?.open) return;
		const does = pressed(event, this.#hasSingles);
		if (!does) return;
		event.preventDefault();
		if (does === "sheet") this.#open();
		else if (does === "answer" || does === "notes") goTo(`${does}-text`);
		else this.#hold(does);
	}

	#hold(does: Does): void {
		this.#release();
		this.#held = does;
		tell("mr:key", { does, isDown: true });
	}

	#release(): void {
		if (this.#held) tell("mr:key", { does: this.#held, isDown: false });
		this.#held = null;
	}

	#open(): void {
		const rows = shortcutsHere(this.#hasSingles).map(row);
		this.querySelector("tbody")?.replaceChildren(...rows);
		this.querySelector("dialog")?.showModal();
	}
}

function goTo(id: string): void {
	const box = document.getElementById(id);
	box?.closest("details")?.setAttribute("open", "");
	box?.focus();
}

function row(shortcut: Shortcut): HTMLTableRowElement {
	const made = document.createElement("tr");
	const words = document.createElement("th");
	words.scope = "row";
	words.textContent = shortcut.words;
	const keys = document.createElement("td");
	for (const [at, each] of shortcut.keys.entries()) keys.append(at ? " or " : "", ...kbds(each));
	made.append(words, keys);
	return made;
}

function kbds(combination: string): (Node | string)[] {
	const keys = isSingle(combination) ? [combination] : combination.split("+");
	return keys.flatMap((key, at) => {
		const made = document.createElement("kbd");
		made.textContent = key;
		return at ? ["+", made] : [made];
	});
}
