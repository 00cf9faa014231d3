import { forgetRound } from "../lib/shelf";

/**
 * Drops what this browser keeps of a round that was deleted.
 * @example <mr-forget data-round="9f86d081" hidden></mr-forget>
 */
export class Forget extends HTMLElement {
	connectedCallback(): void {
		if (this.dataset.round) forgetRound(this.dataset.round);
	}
}
