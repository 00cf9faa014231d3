import { Feed } from "../lib/feed";

/**
 * Follows a round for as long as it stands in the page.
 * @example <mr-live data-round="9f86d081" data-after="12" hidden></mr-live>
 */
export class Live extends HTMLElement {
	#feed: Feed | null = null;

	connectedCallback(): void {
		this.#feed = new Feed(this.dataset.round ?? "", Number(this.dataset.after));
		this.#feed.start();
	}

	disconnectedCallback(): void {
		this.#feed?.stop();
	}
}
