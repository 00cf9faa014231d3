import { type Connection, hear } from "../lib/signals";

/**
 * Says truly how the page hears of news.
 * @example <mr-connection><span role="status"></span></mr-connection>
 */
export class ConnectionState extends HTMLElement {
	#gone = new AbortController();
	#state: Connection | null = null;

	connectedCallback(): void {
		this.#gone = new AbortController();
		hear("mr:connection", (state) => this.#show(state), this.#gone.signal);
	}

	disconnectedCallback(): void {
		this.#gone.abort();
	}

	#show(state: Connection): void {
		if (state === this.#state) return;
		this.#state = state;
		this.dataset.state = state;
		this.querySelector("[role=status]")?.replaceChildren(WORDS[state](new Date()));
	}
}

const WORDS: Record<Connection, (now: Date) => string> = {
	live: () => "Live",
	reconnecting: () => "Reconnecting, your text is kept",
	polling: () => "Polling every 2 s",
	gone: () => "This round was deleted",
	offline: (now) => `Offline since ${now.toTimeString().slice(0, 5)}, your text is kept`,
};
