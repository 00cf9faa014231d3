type Attributes = Readonly<Record<string, string | boolean | undefined>>;

/** An element with its attributes and children. Text is text, never markup; what is false or undefined is left out. */
export function made<Tag extends keyof HTMLElementTagNameMap>(
	tag: Tag,
	attributes: Attributes = {},
	...children: (globalThis.Node | string)[]
): HTMLElementTagNameMap[Tag] {
	const element = document.createElement(tag);
	for (const [name, value] of Object.entries(attributes)) {
		if (value !== undefined && value !== false) element.setAttribute(name, value === true ? "" : value);
	}
	element.append(...children);
	return element;
}
