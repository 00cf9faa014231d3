import { made } from "./dom";

/** Tabs after the ARIA practice: arrows, Home and End move and open; one tab stop for all of them. */
export class Tabs {
	readonly list = made("div", { role: "tablist" });
	readonly #names: readonly string[];
	readonly #tabs: readonly HTMLButtonElement[];
	readonly #open: (name: string) => void;

	/** `panel` gives the id of a tab's panel; `open` is called with each name that is chosen. */
	constructor(label: string, names: readonly string[], panel: (name: string) => string, open: (name: string) => void) {
		this.#names = names;
		this.#open = open;
		this.#tabs = names.map((name) =>
			made("button", { type: "button", role: "tab", "aria-controls": panel(name) }, name),
		);
		this.list.setAttribute("aria-label", label);
		this.list.append(...this.#tabs);
		this.list.addEventListener("click", (event) => this.#chosen(event.target));
		this.list.addEventListener("keydown", (event) => this.#key(event));
	}

	/** Shows which tab is open. */
	show(name: string): void {
		for (const [at, tab] of this.#tabs.entries()) {
			const isOpen = this.#names[at] === name;
			tab.setAttribute("aria-selected", String(isOpen));
			tab.tabIndex = isOpen ? 0 : -1;
		}
	}

	#chosen(target: EventTarget | null): void {
		const at = this.#tabs.indexOf(target as HTMLButtonElement);
		const name = this.#names[at];
		if (name) this.#open(name);
	}

	#key(event: KeyboardEvent): void {
		const at = this.#tabs.indexOf(event.target as HTMLButtonElement);
		const last = this.#tabs.length - 1;
		const to: Record<string, number> = {
			ArrowRight: at === last ? 0 : at + 1,
			ArrowLeft: at === 0 ? last : at - 1,
			Home: 0,
			End: last,
		};
		const tab = this.#tabs[to[event.key] ?? -1];
		if (at < 0 || !tab) return;
		event.preventDefault();
		tab.focus();
		this.#chosen(tab);
	}
}
