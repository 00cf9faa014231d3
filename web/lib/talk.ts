import { Press, type PressMode, type Talk } from "./press";
import { hear } from "./signals";

const OFF: Record<PressMode, string> = { hold: "Hold to talk", toggle: "Talk" };
const ON: Record<PressMode, string> = { hold: "Let go to stop", toggle: "Stop talking" };
export const TAPPED = "Hold it down while you talk. Who cannot hold it chooses a switch in the settings.";

function modeOf(element: HTMLElement): PressMode {
	return element.dataset.talk === "toggle" ? "toggle" : "hold";
}

/** Lets an element's button and its shortcut begin and end the talk, and ends it with the round and when the page is left. */
export function offerTalk(element: HTMLElement, talk: Talk, signal: AbortSignal): void {
	const press = new Press(modeOf(element), talk);
	const button = element.querySelector("button");
	if (button) press.listen(button, signal);
	if (button) button.hidden = false;
	const end = () => talk.isOn() && talk.end();
	hear("mr:key", (key) => key.does === "talk" && (key.isDown ? press.down() : press.up()), signal);
	hear("mr:event", (told) => told.type === "round-ended" && end(), signal);
	document.addEventListener("visibilitychange", () => document.hidden && end(), { signal });
	window.addEventListener("pagehide", end, { signal });
}

/** Says on the button what the next press does. */
export function nameButton(element: HTMLElement, isOn: boolean): void {
	say(element, "button", (isOn ? ON : OFF)[modeOf(element)]);
}

export function say(element: HTMLElement, selector: string, words: string): void {
	const place = element.querySelector(selector);
	if (place) place.textContent = words;
}
