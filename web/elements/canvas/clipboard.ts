import type { ClipboardEvent } from "react";
import { copy, paste, remove, type Screen } from "./screen";

/** Copies the chosen boxes as JSON. Also from a drawing that is only looked at; without any, the browser copies as ever. */
export function copiedFrom(screen: Screen, event: ClipboardEvent): void {
	if (isText(event)) return;
	const text = copy(screen);
	if (!text) return;
	event.preventDefault();
	event.clipboardData.setData("text/plain", text);
}

export function cutFrom(screen: Screen, event: ClipboardEvent): void {
	copiedFrom(screen, event);
	if (event.isDefaultPrevented() && !screen.readOnly) remove(screen, screen.chosen);
}

export function pastedInto(screen: Screen, event: ClipboardEvent): void {
	if (isText(event) || screen.readOnly) return;
	event.preventDefault();
	void paste(screen, event.clipboardData.getData("text/plain"));
}

/** By a button: a browser that gives no page its clipboard leaves what was copied in this page. */
export function copyByButton(screen: Screen): void {
	const text = copy(screen);
	if (text) navigator.clipboard?.writeText(text).catch(() => {});
	else screen.tell("Choose the boxes that are to be copied.");
}

export async function pasteByButton(screen: Screen): Promise<void> {
	const text = (await navigator.clipboard?.readText?.().catch(() => "")) ?? "";
	await paste(screen, text);
}

function isText({ target }: ClipboardEvent): boolean {
	return (target as Element).closest("input, textarea, select") !== null;
}
